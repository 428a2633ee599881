export { InputFault } from './input-fault.js';
export { nearest } from './nearest.js';
export { type WallTime, checkZone, instantOf, wallTimeAt } from './zone.js';
