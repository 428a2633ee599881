export { nearest } from './nearest.js';
export { instantOf, wallTimeAt } from './zone.js';
