import type { oncall } from '../oncall/index.js'; // planted
import type { alerts } from '../alerts/index.js'; // planted

export type Upward = typeof oncall | typeof alerts;
