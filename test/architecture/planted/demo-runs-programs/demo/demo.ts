import { AppModule } from '../src/app.module.js'; // planted
import { pool } from '../src/platform/database/pool.js'; // planted
import { test } from '../test/tool.js'; // planted

export const demo = [AppModule, pool, test];
