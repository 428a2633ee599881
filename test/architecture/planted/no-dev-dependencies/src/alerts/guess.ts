import { fc } from 'fast-check'; // planted
import type { Config } from 'prettier'; // planted
import { Pool } from 'pg';

export const guess = (config: Config) => [fc, config, Pool];
