import type { JsonObject } from '../json.js';
import type { FaultRule } from '../faults/fault-rule.js';
import type { CoverageReport } from '../log/coverage.js';
import type { SummaryReport } from '../log/traffic-summary.js';
import { ControlClient } from './control-client.js';

export interface PlayedFaults {
  /** Repeats the same faults when given again. */
  seed: number;
  rules: (FaultRule & { seen: number; struck: number })[];
}

/** What tests and benchmarks do to a Slack that nobody could do to Slack's. */
export class LaboratoryClient extends ControlClient {
  /**
   * Makes things go wrong from now on, instead of what was asked for before; no rules end it. Without a seed it is the
   * sandbox's own: print the one that is answered, and a failure can be repeated.
   *
   * @example
   * await slack.faults({ rules: [{ fault: 'reset', accepted: true, name: 'chat.postMessage', count: 1 }] });
   */
  async faults(faults: { rules: FaultRule[]; seed?: number }): Promise<PlayedFaults> {
    return this.control('PUT', 'faults', { ...faults, rules: faults.rules.map((rule) => ({ ...rule })) });
  }

  /** The rules, with how many requests each has seen and struck. */
  async playedFaults(): Promise<PlayedFaults> {
    return this.control('GET', 'faults');
  }

  /** Lets the sandbox's clock run `scale` times as fast as the world's. */
  async scaleTime(scale: number): Promise<void> {
    await this.control('PUT', 'clock', { scale });
  }

  /** Jumps ahead in the sandbox's time; what was due on the way happens. */
  async advance(ms: number): Promise<void> {
    await this.control('PUT', 'clock', { advanceMs: ms });
  }

  /**
   * How many of its newest messages each channel holds, at least; up to a tenth more. 10,000 unless told otherwise, and
   * again after a reset. The log is bounded apart (ADR 0013).
   */
  async keepMessages(perChannel: number): Promise<void> {
    await this.control('PUT', 'memory', { messagesPerChannel: perChannel });
  }

  /** The app has said all of them, without a request for each, and without limits: fills a channel. */
  async fill(channel: string, messages: { text: string; blocks?: JsonObject[] }[]): Promise<void> {
    await this.control('POST', 'posts', { channel, messages });
  }

  /** The judge's figures since the last reset. */
  async summary(): Promise<SummaryReport> {
    return this.control('GET', 'log/summary');
  }

  /** What the sandbox was used for since it started, and which methods it has. */
  async coverage(): Promise<CoverageReport & { implemented: string[] }> {
    return this.control('GET', 'coverage');
  }

  /**
   * Plays one of the guided demo's plays, with pauses `pace` times shorter, and answers when it is over: what it told, and
   * the error that ended it.
   */
  async play(id: string, pace = 1): Promise<{ said: string[]; error: string | null }> {
    const { run } = await this.control<{ run: { said: string[]; error: string | null } }>('POST', 'play', {
      play: id,
      pace,
      wait: true,
    });
    return run;
  }

  /** How many WebSockets the app holds. */
  async sockets(): Promise<number> {
    return (await this.control<{ connections: number }>('GET', 'sockets')).connections;
  }

  /** Ends the app's WebSockets: with Slack's words, or `cut` without any. */
  async endSockets(end: 'warning' | 'refresh_requested' | 'link_disabled' | 'cut'): Promise<void> {
    await this.control('PUT', 'sockets', { end });
  }

  /** Switches deliveries on again that Slack has switched off. */
  async enableEvents(): Promise<void> {
    await this.control('POST', 'events/enable', {});
  }
}
