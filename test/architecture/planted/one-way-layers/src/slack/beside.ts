import { installation } from '../installation/index.js'; // planted

export const beside = installation;
