import { clock } from '../platform/clock.js';

export const audit = [clock];
