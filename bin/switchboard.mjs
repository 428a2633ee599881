#!/usr/bin/env node
import { existsSync } from 'node:fs';

const cli = new URL('../dist/src/cli.js', import.meta.url);
if (!existsSync(cli)) {
  console.error('Switchboard is not built yet. Run: npm ci && npm run build');
  process.exit(1);
}
await import(cli);
