export * from './case-facts.js';
export * from './framework-facts.js';
export * from './meeting-facts.js';
