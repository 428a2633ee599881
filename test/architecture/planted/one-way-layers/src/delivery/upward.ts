import { notifications } from '../notifications/index.js'; // planted

export const upward = notifications;
