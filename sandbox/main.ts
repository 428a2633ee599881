import {
  DEMO_APP_URL,
  DEMO_CLIENT_ID,
  DEMO_CLIENT_SECRET,
  DEMO_SANDBOX_PORT,
  DEMO_SIGNING_SECRET,
} from './demo.js';
import { startSandbox } from './sandbox.js';

const { env } = process;
const sandbox = await startSandbox({
  port: Number(env.SANDBOX_PORT ?? DEMO_SANDBOX_PORT),
  appUrl: env.SANDBOX_APP_URL ?? DEMO_APP_URL,
  app: {
    clientId: env.SANDBOX_CLIENT_ID ?? DEMO_CLIENT_ID,
    clientSecret: env.SANDBOX_CLIENT_SECRET ?? DEMO_CLIENT_SECRET,
    signingSecret: env.SANDBOX_SIGNING_SECRET ?? DEMO_SIGNING_SECRET,
  },
  ...(env.SANDBOX_LOG_KEEPER === undefined ? {} : { logKeeper: env.SANDBOX_LOG_KEEPER }),
  onError: (error) => console.error(error),
});
console.log(`sandbox: listening on ${sandbox.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}
