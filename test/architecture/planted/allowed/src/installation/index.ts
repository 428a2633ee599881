import { audit } from '../audit/index.js';
import { slack } from '../slack/index.js';

export const installations = [audit, slack];
