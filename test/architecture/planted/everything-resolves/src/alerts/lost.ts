import { nowhere } from './nowhere.js'; // planted

export const lost = nowhere;
