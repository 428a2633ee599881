import { sandbox } from '../../sandbox/tool.js'; // planted

export const client = [sandbox];
