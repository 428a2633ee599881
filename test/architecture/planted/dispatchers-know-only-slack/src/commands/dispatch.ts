import { delivery } from '../delivery/index.js'; // planted

export const dispatch = [delivery];
