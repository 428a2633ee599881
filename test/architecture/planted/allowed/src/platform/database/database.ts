import { clock } from '../clock.js';

export const database = [clock];
