export * from './rules.js';
export * from './stamp.js';
