export * from './local-date.js';
export * from './holidays.js';
export * from './age.js';
export * from './working-days.js';
