import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const USAGE = `npm run demo                         starts everything and says where to click; Ctrl-C stops all
npm run demo -- --check              plays the main job by itself, prints each step, ends with 0 or 1
npm run demo -- --ports 3100,4100    other ports for the service and the sandbox, with or without --check`;

const SERVICE_PORT = 3000;
const SANDBOX_PORT = 4000;

/** The repository; this file runs as dist/demo/options.js. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface DemoOptions {
  check: boolean;
  help: boolean;
  servicePort: number;
  sandboxPort: number;
}

/** Something the person at the terminal can put right; shown without a stack. */
export class DemoError extends Error {}

/** @throws DemoError */
export function parseOptions(args: string[]): DemoOptions {
  const { check, help, ports } = parse(args);
  const [servicePort, sandboxPort] = ports === undefined ? [SERVICE_PORT, SANDBOX_PORT] : parsePorts(ports);
  return { check, help, servicePort, sandboxPort };
}

/** Where a run keeps its database and logs: one place for each pair of ports, so that two runs never share one. */
export function directoryOf({ servicePort, sandboxPort }: DemoOptions): string {
  const usual = servicePort === SERVICE_PORT && sandboxPort === SANDBOX_PORT;
  return join(ROOT, '.data', usual ? 'demo' : `demo-${servicePort}-${sandboxPort}`);
}

function parse(args: string[]) {
  const spec = {
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
    ports: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args, options: spec }).values;
  } catch (error) {
    throw new DemoError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function parsePorts(text: string): [number, number] {
  const [service, sandbox, ...more] = text
    .split(',')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : NaN));
  const fine = (port: number | undefined) => port !== undefined && port >= 1 && port <= 65_535;
  if (!fine(service) || !fine(sandbox) || service === sandbox || more.length > 0) {
    throw new DemoError(
      `--ports takes two different port numbers, the service's and the sandbox's, as in --ports 3100,4100; it got "${text}".`,
    );
  }
  return [service, sandbox];
}
