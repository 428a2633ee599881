import { readFileSync } from 'node:fs'; // planted
import { world } from '../world.js'; // planted
import { shown } from '../page/shown.js';
import { part } from './part.js';

export const page = [readFileSync, world, shown, part];
