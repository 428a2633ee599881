// A worker whose messages end in this process: each is taken at once. Tells what came since it was asked the last time.
import 'reflect-metadata';
import { MessageSender } from '../../src/delivery/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { createService } from '../../src/service.js';
import type { BotOwner, SlackAnswerBody } from '../../src/slack/index.js';
import { serveJobs } from '../harness/serve-jobs.js';
import type { Counted } from './sink-worker.js';

class Sink extends MessageSender {
  private readonly byChannel = new Map<string, number>();
  private since = performance.now();
  private serial = 0;

  call(_owner: BotOwner, _method: string, args: { channel: string }): Promise<SlackAnswerBody> {
    const { channel } = args;
    this.byChannel.set(channel, (this.byChannel.get(channel) ?? 0) + 1);
    this.serial += 1;
    return Promise.resolve({ ok: true, channel, ts: `1800000000.${String(this.serial).padStart(6, '0')}` });
  }

  count(): Counted {
    const counts = [...this.byChannel.values()];
    const now = performance.now();
    const counted = {
      sent: counts.reduce((sum, count) => sum + count, 0),
      ms: now - this.since,
      channels: counts.length,
      least: counts.reduce((least, count) => Math.min(least, count), Infinity),
    };
    this.byChannel.clear();
    this.since = now;
    return counted;
  }
}

const sink = new Sink();
const app = await createService(loadConfig(process.env), { sender: sink });
await app.init();
serveJobs<null, Counted>(() => Promise.resolve(sink.count()));
process.once('SIGTERM', () => void app.close().finally(() => process.exit(0)));
console.log('sink service: ready');
