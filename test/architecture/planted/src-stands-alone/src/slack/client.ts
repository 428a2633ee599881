import { sandbox } from '../../sandbox/tool.js'; // planted
import { test } from '../../test/tool.js'; // planted
import { demo } from '../../demo/tool.js'; // planted
import { bench } from '../../bench/tool.js'; // planted
import { scripts } from '../../scripts/tool.js'; // planted

export const client = [sandbox, test, demo, bench, scripts];
