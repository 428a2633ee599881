import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { runCommand } from './cli/run-command.js';

if (existsSync('.env')) process.loadEnvFile('.env');
// Pools and queues may still say good-bye; nothing of ours is pending.
process.exit(await runCommand(process.argv.slice(2)));
