export { inSmall } from './address.js';
