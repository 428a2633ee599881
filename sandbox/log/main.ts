import { LogKeeper } from './log-keeper.js';

const { env } = process;
const keeper = new LogKeeper({
  port: Number(env.SANDBOX_LOG_PORT ?? 0),
  ...(env.SANDBOX_LOG_FILE === undefined ? {} : { spill: env.SANDBOX_LOG_FILE }),
  ...(env.SANDBOX_LOG_ENTRIES === undefined ? {} : { entries: Number(env.SANDBOX_LOG_ENTRIES) }),
});
console.log(`sandbox log: listening on ${await keeper.listen()}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void keeper.close().then(() => process.exit(0));
  });
}
