import { alerts } from '../../alerts/index.js'; // planted
import type { slack } from '../../slack/index.js'; // planted

export const errors = [alerts] as (typeof slack)[];
