import { slack } from '../slack/index.js';

export const delivery = [slack];
