export * from './rules.js';
export * from './birthday.js';
export * from './counting.js';
export * from './preview.js';
export * from './quiet.js';
export * from './settings.js';
export * from './stamp.js';
