import { fc } from 'fast-check';
import { world } from '../../../test/harness/world.js';
import { nextState } from './alert-state.js';

export const checked = [fc, world, nextState];
