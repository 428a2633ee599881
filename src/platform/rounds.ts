/**
 * Work that is looked for again and again: one round at a time in this process, and none after its end. What a round throws
 * is told, and the next one tries again.
 */
export class Rounds {
  private running?: Promise<void>;
  private over = false;

  constructor(
    private readonly round: () => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** A long round looks at it between its steps. */
  get isOver(): boolean {
    return this.over;
  }

  /** One round; or, where one is under way, that one. Never rejects. */
  run(): Promise<void> {
    if (this.over) return Promise.resolve();
    this.running ??= this.round()
      .catch(this.failed)
      .finally(() => (this.running = undefined));
    return this.running;
  }

  /** After the round that is under way. */
  async end(): Promise<void> {
    this.over = true;
    await this.running;
  }
}
