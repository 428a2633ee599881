import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LaboratoryClient } from '../../sandbox/kit/laboratory-client.js';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.js';

export type ContractSandbox = Sandbox;

/**
 * A sandbox whose use is measured: on closing it leaves what its log has covered in .data/contract-coverage/, of which
 * global-teardown.mjs makes the suite's closing report. SANDBOX_FAULT_SEED repeats the faults of a run before.
 */
export async function startContractSandbox(options: SandboxOptions = {}): Promise<ContractSandbox> {
  const { SANDBOX_FAULT_SEED: seed } = process.env;
  const sandbox = await startSandbox({
    ...(seed === undefined ? {} : { faultSeed: Number(seed) }),
    ...options,
  });
  return {
    ...sandbox,
    async close() {
      const coverage = await new LaboratoryClient(sandbox.url).coverage();
      const folder = process.env.SWITCHBOARD_CONTRACT_COVERAGE;
      if (folder !== undefined) {
        const spec = basename(expect.getState().testPath ?? 'unknown');
        mkdirSync(folder, { recursive: true });
        const file = join(folder, `${spec}-${sandbox.port}-${Date.now()}.json`);
        writeFileSync(file, JSON.stringify({ spec, ...coverage }));
      }
      await sandbox.close();
    },
  };
}
