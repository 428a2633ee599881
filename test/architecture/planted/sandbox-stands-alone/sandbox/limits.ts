import type { slack } from '../src/slack/index.js'; // planted
import { test } from '../test/tool.js'; // planted
import { demo } from '../demo/tool.js'; // planted

export const limits = (value: typeof slack) => [value, test, demo];
