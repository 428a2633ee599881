import { batch } from '@preact/signals';
import type { Frame, ShownMessage } from '../../page/shown.js';
import { clock, guide, health, here, homes, laboratory, requests, said, stack } from './store.js';

/** The inspector holds this many requests; the sandbox's log has them all. */
const MOST_REQUESTS = 2_000;

/** Puts what the sandbox tells where it belongs. */
export function takeFrame(frame: Frame): void {
  batch(() => {
    switch (frame.type) {
      case 'here':
        here.value = frame;
        break;
      case 'messages':
        takeMessages(frame);
        break;
      case 'views':
        stack.value = frame.stack;
        homes.value = frame.homes;
        break;
      case 'requests':
        takeRequests(frame);
        break;
      case 'clock':
        clock.value = frame.clock;
        break;
      case 'laboratory':
        laboratory.value = frame.laboratory;
        break;
      case 'health':
        health.value = frame.health;
        break;
      case 'guide':
        guide.value = frame.guide;
        break;
    }
  });
}

function takeMessages(frame: Extract<Frame, { type: 'messages' }>): void {
  const before = frame.fresh ? [] : said.value.list;
  said.value = { channel: frame.channel, list: merge(before, frame.messages, frame.gone), more: frame.more };
}

/** Both lists are in order. What comes is mostly newer, or older, than all that is there. */
export function merge(
  before: readonly ShownMessage[],
  news: ShownMessage[],
  gone: readonly string[],
): readonly ShownMessage[] {
  const first = news.at(0)?.ts;
  const last = news.at(-1)?.ts;
  if (gone.length === 0 && first !== undefined && last !== undefined) {
    const [oldest, newest] = [before.at(0)?.ts, before.at(-1)?.ts];
    if (newest === undefined || first > newest) return [...before, ...news];
    if (oldest !== undefined && last < oldest) return [...news, ...before];
  }
  const byTs = new Map(before.map((message) => [message.ts, message]));
  for (const ts of gone) byTs.delete(ts);
  for (const message of news) byTs.set(message.ts, message);
  return [...byTs.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

function takeRequests(frame: Extract<Frame, { type: 'requests' }>): void {
  const next = new Map(frame.fresh ? [] : requests.value);
  for (const request of frame.requests) next.set(request.seq, request);
  for (const seq of next.keys()) {
    if (next.size <= MOST_REQUESTS) break;
    next.delete(seq);
  }
  requests.value = next;
}
