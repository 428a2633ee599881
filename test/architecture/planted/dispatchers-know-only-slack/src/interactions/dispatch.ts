import { events } from '../events/index.js'; // planted

export const dispatch = [events];
