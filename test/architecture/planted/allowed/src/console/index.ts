import { alerts } from '../alerts/index.js';
import { events } from '../events/index.js';

export const pages = [alerts, events];
