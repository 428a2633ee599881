import type { ShownMessage } from '../../page/shown.js';

/** What stands in a list of messages, one below the other. */
export type Row =
  | { kind: 'day'; key: string; ts: string }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: ShownMessage; follows: boolean };

/** How long a message of the same person still goes under the same name. */
const FOLLOWS_S = 300;

/**
 * The rows for these messages, oldest first. `lastRead` is the `ts` up to which the viewer had read when they came; above
 * the first that they had not, of somebody else, a line says so.
 */
export function rowsOf(messages: readonly ShownMessage[], lastRead: string, viewer: string): Row[] {
  const rows: Row[] = [];
  let before: ShownMessage | undefined;
  let marked = lastRead === '' || messages.at(0) === undefined;
  for (const message of messages) {
    const newDay = before === undefined || dayOf(before.ts) !== dayOf(message.ts);
    if (newDay) rows.push({ kind: 'day', key: `day-${message.ts}`, ts: message.ts });
    const isNew = !marked && message.ts > lastRead && message.user !== viewer;
    if (isNew) {
      rows.push({ kind: 'new', key: 'new' });
      marked = true;
    }
    const follows = !newDay && !isNew && before !== undefined && continues(before, message);
    rows.push({ kind: 'message', key: message.ts, message, follows });
    before = message;
  }
  return rows;
}

/** What a channel shows: no replies, unless they were shown in the channel too. */
export function isTopLevel({ thread, ts, subtype }: ShownMessage): boolean {
  return thread === undefined || thread === ts || subtype === 'thread_broadcast';
}

function continues(before: ShownMessage, { ts, user, name, only, subtype }: ShownMessage): boolean {
  return (
    before.user === user &&
    before.name === name &&
    before.only === only &&
    before.subtype === subtype &&
    subtype === undefined &&
    Number(ts) - Number(before.ts) < FOLLOWS_S
  );
}

function dayOf(ts: string): string {
  return new Date(Number(ts) * 1000).toDateString();
}
