import type { Fields } from '#domain/kernel/index.js';

/** A route that is no command, as the contract tells it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly parameters?: Fields;
  readonly body?: Fields;
  readonly open?: boolean;
  readonly type?: string;
  readonly status?: number;
}
