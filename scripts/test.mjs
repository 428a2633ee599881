// `npm test`: installs what is missing, builds (tests start real processes from dist/), runs every test.
// Arguments go to jest: `npm test -- routing`.
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, run } from './ensure-installed.mjs';

ensureInstalled();
ensureBuilt();
run(process.execPath, [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(root, 'node_modules/jest/bin/jest.js'),
  ...process.argv.slice(2),
]);
