// Owes messages to Slack through the outbox, as the service's modules do: a process of its own, which sends nothing.
import 'reflect-metadata';
import { Outbox } from '../../src/delivery/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import type { WorkspaceContext } from '../../src/platform/workspace-context.js';
import { createService } from '../../src/service.js';
import type { SlackMessage } from '../../src/slack/index.js';
import { serveJobs } from '../harness/serve-jobs.js';
import type { Owe, OweJob, Owed } from './owe.js';

const app = await createService(loadConfig({ ...process.env, ROLE: 'web' }));
await app.init();
const outbox = app.get(Outbox);
const transactions = app.get(Transactions);

async function owe(item: Owe): Promise<void> {
  const { workspaceId, channel, text, priority, card, replyTo } = item;
  const ctx: WorkspaceContext = { workspaceId };
  const message: SlackMessage = { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
  await transactions.run(ctx, async (tx) => {
    if (replyTo !== undefined) await outbox.reply(ctx, tx, replyTo, { message, priority });
    else if (card === undefined) await outbox.post(ctx, tx, { message, priority }, [channel]);
    else if (card.version === 1) await outbox.showCard(ctx, tx, { ...card, message, priority }, [channel]);
    else await outbox.editCards(ctx, tx, { ...card, message, priority });
  });
}

serveJobs<OweJob, Owed>(async ({ items, parallel }) => {
  const rows = Array.from({ length: parallel }, (): Owe[] => []);
  // What belongs together stays in order.
  items.forEach((item, index) => rows[(item.row ?? index) % parallel].push(item));
  await Promise.all(
    rows.map(async (row) => {
      for (const item of row) await owe(item);
    }),
  );
  return { committedAt: Date.now() };
});
console.log('producer: ready');
