import { database } from '../platform/database/database.js';
import { slack } from '../slack/index.js';

export const events = [database, slack];
