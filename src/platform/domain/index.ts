export { InputFault } from './input-fault.js';
export { nearest } from './nearest.js';
export { type WallTime, instantOf, wallTimeAt } from './zone.js';
export { checkZone } from './zone-name.js';
