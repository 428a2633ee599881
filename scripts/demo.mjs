// `npm run demo`: installs what is missing, builds, and starts everything. `npm run demo -- --check` plays the main job
// by itself; `-- --ports 3100,4100` moves service and sandbox; `-- --help` says so.
import { ensureBuilt, ensureInstalled } from './ensure-installed.mjs';

ensureInstalled();
ensureBuilt();
process.setSourceMapsEnabled(true);
// In this very process: a terminal's Ctrl-C and a `kill` then both reach the one program that stops all in order.
const { runDemo } = await import(new URL('../dist/demo/main.js', import.meta.url).href);
await runDemo(process.argv.slice(2));
