import { alerts } from '../alerts/index.js'; // planted
import { delivery } from '../delivery/index.js'; // planted

export const dispatch = [alerts, delivery];
