import { slack } from '../src/slack/index.js'; // planted

export const limits = [slack];
