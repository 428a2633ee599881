const STEP_MS = 20;

/** Repeats an expectation until it holds; fails with its last failure. For what tells nobody when it happens. */
export async function eventually(expectation: () => Promise<unknown>, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
  }
}
