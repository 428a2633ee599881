import { alerts } from '../alerts/index.js'; // planted
import { installation } from '../installation/index.js'; // planted

export const dispatch = [alerts, installation];
