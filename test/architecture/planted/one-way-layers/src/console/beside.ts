import { chatops } from '../chatops/index.js'; // planted

export const beside = chatops;
