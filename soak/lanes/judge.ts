import { type Arrivals, arrivalsOf } from './arrivals.js';
import type { Kill } from './kill.js';
import { ownersOf } from './owners.js';
import type { Plan } from './plan.js';
import type { Request } from './request.js';
import { windowsOf } from './windows.js';

export interface Case {
  plan: Plan;
  /** All that the app asked, in the order in which it began. */
  requests: Request[];
  kills: Kill[];
  /** Whether the app may read what is said at this place, and so can know what arrived. */
  readable: (place: number) => boolean;
}

/** Each list names what is wrong, one line for each time. */
export interface Verdict {
  /** Never arrived, or is not shown as it was last. */
  lost: string[];
  /** Arrived again, where that could have been known. */
  doubled: string[];
  /** Arrived again where it could not. */
  resent: string[];
  /** A reply before another of its thread or outside of it, a version after a newer one. */
  outOfOrder: string[];
  /** Begun while a `Retry-After` said to keep away. */
  inWindow: string[];
  /** Refused by a limit, and not by a fault that was played: sent before its time. */
  early: string[];
  /** Two workers in one workspace at once. */
  owners: string[];
}

/** The sandbox's log alone says what became of the plan. */
export function judge({ plan, requests, kills, readable }: Case): Verdict {
  const arrivals = arrivalsOf(requests);
  const verdict: Verdict = {
    lost: [],
    doubled: [],
    resent: [],
    outOfOrder: [],
    early: [],
    inWindow: windowsOf(requests, kills),
    owners: ownersOf(requests, kills),
  };
  const once = (what: string, place: number, times: number) => {
    if (times === 0) verdict.lost.push(what);
    const again = readable(place) ? verdict.doubled : verdict.resent;
    for (let extra = 1; extra < times; extra += 1) again.push(what);
  };
  plan.plain.forEach((place, id) => once(`plain ${id}`, place, arrivals.plain.get(id) ?? 0));
  for (const card of plan.cards) {
    const shown = arrivals.cards.get(card.id) ?? [];
    once(`card ${card.id}`, card.place, shown.length);
    const last = Math.max(...shown.map(({ versions }) => versions.at(-1) ?? 0));
    if (shown.length > 0 && last !== card.versions) {
      verdict.lost.push(`card ${card.id} shows version ${last} and not ${card.versions}`);
    }
    for (let number = 1; number <= card.replies; number += 1) {
      const replies = arrivals.replies.get(`${card.id} ${number}`) ?? [];
      once(`reply ${card.id} number ${number}`, card.place, replies.length);
    }
    verdict.outOfOrder.push(...disorder(card.id, arrivals));
  }
  for (const { seq, name, channel, refused } of requests) {
    if (refused && !refused.byFault) verdict.early.push(`request ${seq}: ${name} in ${channel}`);
  }
  return verdict;
}

function disorder(id: number, { cards, replies }: Arrivals): string[] {
  const shown = cards.get(id) ?? [];
  const stale = shown.flatMap(({ versions }) =>
    versions.flatMap((version, index) =>
      index > 0 && version < versions[index - 1] ? [`card ${id}: version ${version} after a newer one`] : [],
    ),
  );
  const threads = new Set(shown.map(({ ts }) => ts));
  const wrong: string[] = [];
  let before = 0;
  for (let number = 1; replies.has(`${id} ${number}`); number += 1) {
    const [first, ...others] = replies.get(`${id} ${number}`) ?? [];
    if (first.seq < before) wrong.push(`reply ${id} number ${number} before the one before it`);
    before = first.seq;
    const outside = [first, ...others].filter(
      ({ threadTs }) => threadTs === undefined || !threads.has(threadTs),
    );
    wrong.push(...outside.map(() => `reply ${id} number ${number} outside of its thread`));
  }
  return [...stale, ...wrong];
}
