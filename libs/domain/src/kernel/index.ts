export * from './aggregate.js';
export * from './command.js';
export * from './event.js';
export * from './field.js';
export * from './rejection.js';
export * from './sealed.js';
export * from './view.js';
export * from './wire.js';
