import { closeContractCoverage } from './contract-coverage.mjs';
import { sweepDatabases } from './sweep-databases.mjs';

/** jest wants a default export here. */
export default async function globalTeardown() {
  const keeping = globalThis.switchboardPostgresKeeper;
  if (keeping) {
    globalThis.switchboardPostgresKeeper = undefined;
    keeping.keeper.ref();
    keeping.keeper.stdin.end();
    await keeping.ended;
  } else if (process.env.SWITCHBOARD_TEST_POSTGRES) {
    await sweepDatabases(
      process.env.SWITCHBOARD_TEST_POSTGRES,
      (run) => run.id === process.env.SWITCHBOARD_TEST_RUN,
    );
  }
  delete process.env.SWITCHBOARD_TEST_POSTGRES;
  closeContractCoverage();
}
