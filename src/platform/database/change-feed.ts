import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import { Config } from '../config/config.js';
import { within } from '../deadline.js';
import { Log } from '../logging/log.js';

const CHANNEL = 'switchboard_changes';
/** A line that fell silent is found out within BEAT_MS + ANSWER_MS: whoever relies on it must stop within 2 s. */
const BEAT_MS = 500;
const ANSWER_MS = 700;
const PAUSE_MS = 1_000;

export interface ChangeListener {
  /** @param what as it was told */
  changed(what: string): void;
  /** From now on changes are heard, or no longer: some may have been missed, so nothing that is remembered counts. */
  hearing(hears: boolean): void;
}

/**
 * News between processes that something remembered has changed, over LISTEN and NOTIFY (ADR 0021). For what changes seldom:
 * a transaction that tells something takes its turn with all others that do.
 */
@Injectable()
export class ChangeFeed implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly listeners = new Map<string, ChangeListener>();
  private readonly stop = new AbortController();
  private hears = false;
  private kept?: Promise<void>;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** One listener per topic. Call it before the process has started. */
  listen(topic: string, listener: ChangeListener) {
    if (this.listeners.has(topic)) throw new Error(`Two listeners want the topic "${topic}"`);
    this.listeners.set(topic, listener);
  }

  /** Heard by every process, this one too, once `tx` is committed; never when it isn't. */
  async tell(tx: EntityManager, topic: string, what: string): Promise<void> {
    await tx.query('SELECT pg_notify($1, $2)', [CHANNEL, `${topic} ${what}`]);
  }

  onApplicationBootstrap() {
    this.kept = this.keep();
  }

  async onApplicationShutdown() {
    this.stop.abort();
    await this.kept;
  }

  private async keep(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      const client = new Client({
        connectionString: this.config.databaseUrl,
        application_name: 'switchboard-changes',
        connectionTimeoutMillis: 5_000,
      });
      try {
        await this.hearUntilSilent(client);
      } catch (err) {
        if (!signal.aborted) this.log.warn({ err }, 'Changes of other processes are not heard; nothing is remembered until they are'); // prettier-ignore
      }
      this.tellHearing(false);
      void client.end().catch(() => undefined);
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async hearUntilSilent(client: Client): Promise<void> {
    const lost = new Promise<never>((_, reject) => {
      client.on('error', reject);
      client.on('end', () => reject(new Error('The connection ended')));
    });
    lost.catch(() => undefined);
    client.on('notification', ({ payload = '' }) => this.pass(payload));
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.tellHearing(true);
    const { signal } = this.stop;
    while (!signal.aborted) {
      await within(ANSWER_MS, Promise.race([client.query('SELECT 1'), lost]));
      await Promise.race([sleep(BEAT_MS, undefined, { signal }).catch(() => undefined), lost]);
    }
  }

  private pass(payload: string) {
    const space = payload.indexOf(' ');
    this.listeners.get(payload.slice(0, space))?.changed(payload.slice(space + 1));
  }

  private tellHearing(hears: boolean) {
    if (this.hears === hears) return;
    this.hears = hears;
    for (const listener of this.listeners.values()) listener.hearing(hears);
  }
}
