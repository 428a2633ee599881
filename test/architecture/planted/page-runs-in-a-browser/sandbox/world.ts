import { part } from './app/part.js'; // planted

export const world = part;
