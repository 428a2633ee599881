export { type ChainFault, type Detail, type Details } from './chain.js';
