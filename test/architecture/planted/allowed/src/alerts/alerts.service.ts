import { pino } from 'pino';
import { audit } from '../audit/index.js';
import { installations } from '../installation/index.js';
import { notifications } from '../notifications/index.js';
import { oncall } from '../oncall/index.js';
import { nextState } from './domain/alert-state.js';

export const alerts = [pino, audit, installations, notifications, oncall, nextState];
