import { batch } from '@preact/signals';
import type { Frame } from '../../page/shown.js';
import { mergeMessages } from './merge-messages.js';
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
  said.value = {
    channel: frame.channel,
    list: mergeMessages(before, frame.messages, frame.gone),
    more: frame.more,
  };
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
