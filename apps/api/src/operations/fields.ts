import { oneOf } from '#domain/kernel/index.js';
import { works } from '#infra/operations/operations.js';

export const workFields = { work: oneOf(...works) };
