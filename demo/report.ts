/** Prints each step as `ok` or `FAIL`, and counts. */
export class Report {
  passed = 0;
  failed = 0;
  private muted = false;

  /** Prints and rethrows a failure: what builds on this step can't go on. */
  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const seconds = () => `${((performance.now() - begun) / 1_000).toFixed(1)} s`;
    try {
      const result = await work();
      this.count('passed', `ok   ${what} (${seconds()})`);
      return result;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.count('failed', `FAIL ${what} (${seconds()})\n${indent(why)}`);
      throw new StepFailed(what, { cause: error });
    }
  }

  /** Steps that build on each other: the first failure, which is printed already, ends this part alone. */
  async part(play: () => Promise<void>): Promise<void> {
    try {
      await play();
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
    }
  }

  /** Says and counts nothing more: the demo is ending, and steps that were under way fail because of it. */
  mute() {
    this.muted = true;
  }

  private count(what: 'passed' | 'failed', line: string) {
    if (this.muted) return;
    this[what] += 1;
    console.log(line);
  }
}

/** A step that has been printed as failed. */
export class StepFailed extends Error {}

/** @throws Error saying what was expected, unless it is so */
export function expect(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new Error(otherwise);
}

const indent = (text: string) =>
  text
    .split('\n')
    .map((line) => `     ${line}`)
    .join('\n');
