import {
  DEMO_APP_URL,
  DEMO_CLIENT_ID,
  DEMO_CLIENT_SECRET,
  DEMO_SANDBOX_PORT,
  DEMO_SIGNING_SECRET,
} from './demo.js';
import { SEEDS } from './faults/faults.js';
import { startSandbox } from './sandbox.js';

const { env } = process;
const faultSeed = readFaultSeed(env.SANDBOX_FAULT_SEED);
const sandbox = await startSandbox({
  port: Number(env.SANDBOX_PORT ?? DEMO_SANDBOX_PORT),
  appUrl: env.SANDBOX_APP_URL ?? DEMO_APP_URL,
  app: {
    clientId: env.SANDBOX_CLIENT_ID ?? DEMO_CLIENT_ID,
    clientSecret: env.SANDBOX_CLIENT_SECRET ?? DEMO_CLIENT_SECRET,
    signingSecret: env.SANDBOX_SIGNING_SECRET ?? DEMO_SIGNING_SECRET,
  },
  ...(faultSeed === undefined ? {} : { faultSeed }),
  ...(env.SANDBOX_LOG_KEEPER === undefined ? {} : { logKeeper: env.SANDBOX_LOG_KEEPER }),
  onError: (error) => console.error(error),
});
console.log(`sandbox: fault seed ${sandbox.faultSeed}`);
console.log(`sandbox: listening on ${sandbox.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}

/** A decimal number; ends the program where it is none, for a run that can't be repeated is worth little. */
function readFaultSeed(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^\d+$/.test(given) && Number(given) < SEEDS) return Number(given);
  console.error(
    `SANDBOX_FAULT_SEED must be a whole number from 0 to ${SEEDS - 1}, not ${JSON.stringify(given)}`,
  );
  process.exit(1);
}
