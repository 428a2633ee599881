import { approvals } from '../approvals/index.js'; // planted

export const beside = approvals;
