const STEP_MS = 20;

/** Repeats an expectation until it holds; answers with what it answered, or fails with its last failure. For what tells nobody when it happens. */
export async function eventually<T>(expectation: () => Promise<T>, withinMs = 30_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
  }
}
