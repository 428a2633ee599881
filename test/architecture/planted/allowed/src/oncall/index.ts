import { notifications } from '../notifications/index.js';

export const oncall = [notifications];
