import type { Timer } from '../timer.js';
import type { Content } from './content.js';
import { mintId } from './ids.js';
import type { Channel, Installation } from './model.js';

/** A message that waits for its time. */
export interface ScheduledMessage {
  id: string;
  channel: Channel;
  installation: Installation;
  content: Content;
  /** Unix seconds. */
  postAt: number;
  createdAt: number;
}

/** The longest that Node can wait at once; some scheduled messages wait longer. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** Messages of `chat.scheduleMessage`, and the alarms that post them. */
export class ScheduledMessages {
  private readonly waiting = new Map<string, { message: ScheduledMessage; cancel: () => void }>();

  /** Posts one whose time has come; whoever runs this Slack says how. */
  post: (message: ScheduledMessage) => void = () => {};

  constructor(private readonly timer: Timer) {}

  add(start: Omit<ScheduledMessage, 'id' | 'createdAt'>): ScheduledMessage {
    const message = { ...start, id: mintId('Q'), createdAt: Math.floor(this.timer.now() / 1000) };
    this.waiting.set(message.id, { message, cancel: () => {} });
    this.arm(message);
    return message;
  }

  /** Those of one app's installation, the next to be posted first. */
  of(installation: Installation): ScheduledMessage[] {
    return [...this.waiting.values()]
      .map(({ message }) => message)
      .filter(
        ({ installation: { appId, teamId } }) =>
          appId === installation.appId && teamId === installation.teamId,
      )
      .sort((a, b) => a.postAt - b.postAt);
  }

  remove(id: string): void {
    this.waiting.get(id)?.cancel();
    this.waiting.delete(id);
  }

  clear(): void {
    for (const id of [...this.waiting.keys()]) this.remove(id);
  }

  private arm(message: ScheduledMessage): void {
    const entry = this.waiting.get(message.id);
    if (!entry) return;
    const left = Math.max(0, message.postAt * 1000 - this.timer.now());
    entry.cancel = this.timer.after(Math.min(left, LONGEST_WAIT_MS), () => {
      if (this.timer.now() < message.postAt * 1000) return this.arm(message);
      this.waiting.delete(message.id);
      // With metadata it never posts: a bug that Slack documents (facts, section 6).
      if (message.content.metadata === undefined) this.post(message);
    });
  }
}
