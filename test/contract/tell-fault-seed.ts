import type { LaboratoryClient } from '../../sandbox/kit/laboratory-client.js';

/** Plays a story among faults; where it fails, the failure says which seed repeats them. */
export async function tellingFaultSeed(slack: LaboratoryClient, story: () => Promise<void>): Promise<void> {
  try {
    await story();
  } catch (error) {
    const { seed } = await slack.playedFaults();
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${said}\n\nFault seed ${seed}: SANDBOX_FAULT_SEED=${seed} plays the same faults again.`,
      {
        cause: error,
      },
    );
  }
}
