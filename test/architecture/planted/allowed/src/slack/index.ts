import { clock } from '../platform/clock.js';

export const slack = [clock];
