import type { BenchPostgres } from '../harness/postgres.js';
import type { Replayed } from '../harness/replay.js';

/** Asks the database, and nobody else, whether what was accepted is there. */
export class Judge {
  private accepted_ = 0;
  private sent = 0;

  constructor(private readonly postgres: BenchPostgres) {}

  /** @throws Error when fewer events are stored than were answered with 200, or more than were sent */
  async accepted({ accepted, sent }: Pick<Replayed, 'accepted' | 'sent'>): Promise<void> {
    this.accepted_ += accepted;
    this.sent += sent;
    const { stored, owed } = await this.postgres.one<{ stored: number; owed: number }>(
      `SELECT (SELECT count(*) FROM event)::int AS stored, (SELECT count(*) FROM event_work)::int AS owed`,
    );
    const told = `${this.accepted_} events were accepted of ${this.sent} sent; ${stored} are stored, ${owed} owed to a handler`;
    if (stored < this.accepted_ || stored > this.sent || owed !== stored) throw new Error(told);
  }

  /** @throws Error unless every event that is stored was handled once */
  async handled(): Promise<void> {
    const { stored, done, effects, distinct } = await this.postgres.one<Record<string, number>>(
      `SELECT (SELECT count(*) FROM event)::int AS stored,
         (SELECT count(*) FROM event_work WHERE state = 'done')::int AS done,
         (SELECT count(*) FROM bench_effect)::int AS effects,
         (SELECT count(DISTINCT event_id) FROM bench_effect)::int AS distinct`,
    );
    if (done === stored && effects === stored && distinct === stored) return;
    throw new Error(`Of ${stored} events ${done} are done, with ${effects} effects of ${distinct} events`);
  }
}
