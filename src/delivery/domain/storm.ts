import { POST_INTERVAL_MS } from './limits.js';

/** A message that waits in a lane, and would fit into a summary. */
export interface Waiting {
  /** 0 is critical. */
  priority: number;
  source: string;
  /** When it was accepted. */
  at: number;
  /** So many may wait beside each other; one more is a storm. */
  mergeAt: number;
  /** It, in the details. */
  line: string;
  /** Whom its post would have mentioned. */
  mention: string | null;
}

/** How many of a source and a priority. */
export interface Count {
  source: string;
  priority: number;
  count: number;
}

/** A storm that lasts, in one lane. Times are milliseconds since 1970, of the database. */
export interface Storm {
  joined: number;
  counts: Count[];
  /** Of all that joined. */
  severest: number;
  /** When the first and the last of them were accepted. */
  firstAt: number;
  lastAt: number;
  /** Its summary's version. */
  version: number;
  toldAt: number;
  /** Lines that no reply has told yet: less than a page of them. */
  untold: string[];
  /** Whom it has mentioned, or is about to: each once. Storms that began before this was kept have neither. */
  mentions?: string[];
  /** Those of them whom no message mentions yet. */
  unmentioned?: string[];
  /** How many have joined since, to see whether it calms down. */
  watch: { since: number; joined: number };
}

/** What a look at a lane leads to. */
export interface Step<One extends Waiting> {
  /** As it is after it; undefined where there is none. */
  storm: Storm | undefined;
  /** These become a part of the summary, and are not sent. */
  joins: One[];
  /** Replies to be posted in the summary's thread, in order, each as its lines. */
  pages: string[][];
  /** Whom to mention: in the summary when it begins, else in the first of the replies. */
  mentions: string[];
  /** The summary is to be posted, or edited: it says something new. */
  tells: boolean;
  /** The storm is over; the next is another, with a summary of its own. */
  over: boolean;
}

/** A text that Slack doesn't cut (LIMITS.messageText is 4,000), so that a reply names all even without its blocks. */
export const PAGE_CHARACTERS = 3_900;
/** What came since is told so often, unless it fills a page: replies use the channel's pace. */
export const TELL_EVERY_MS = 5_000;
/** For so long it is watched whether the storm calms down. */
export const WATCH_MS = 30_000;
/** It has when the lane could have carried twice what joined. */
const CALM = WATCH_MS / POST_INTERVAL_MS / 2;
/** Told apart; what more sources there are is counted together. */
const MOST_COUNTS = 200;
export const OTHER_SOURCES = 'other sources';
/** More than so many would be everybody. */
const MOST_MENTIONS = 20;

/**
 * What to do about a lane in which this waits, in its order. A storm begins when more waits than may; all that may merge joins
 * it, and goes on to join until it is over. Critical messages never do.
 */
export function step<One extends Waiting>(before: Storm | undefined, waiting: One[], now: number): Step<One> {
  const joins = joining(waiting, before !== undefined);
  if (before === undefined && joins.length === 0)
    return { storm: undefined, joins, pages: [], mentions: [], tells: false, over: false };
  const storm = grow(before ?? begun(now), joins);
  const over = before !== undefined && isOver(before.watch, joins.length, now);
  if (before !== undefined) storm.watch = watch(before.watch, joins.length, now);
  const pages = pagesOf(storm.untold, PAGE_CHARACTERS);
  const isDue = over || now - storm.toldAt >= TELL_EVERY_MS;
  const untold = isDue ? [] : (pages.pop() ?? []);
  const tells = pages.length > 0 || over || before === undefined;
  if (!tells) return { storm, joins, pages, mentions: [], tells, over };
  // Edits ping nobody. Whoever comes up later is mentioned in a reply: there is one, since their own line is untold, too.
  const mentions = storm.unmentioned ?? [];
  const told = {
    ...storm,
    untold,
    unmentioned: [],
    toldAt: now,
    version: storm.version + 1,
  };
  return { storm: told, joins, pages, mentions, tells, over };
}

/** Lines in their order, with as many in each group as fit into so many characters, line ends included. */
export function pagesOf(lines: string[], most: number): string[][] {
  const pages: string[][] = [];
  let room = 0;
  for (const line of lines) {
    if (pages.length === 0 || line.length + 1 > room) {
      pages.push([]);
      room = most;
    }
    pages[pages.length - 1].push(line);
    room -= line.length + 1;
  }
  return pages;
}

/** Sources with all they sent, the most first. */
export function bySource(counts: Count[]): { source: string; count: number; priorities: Count[] }[] {
  const sources = new Map<string, { source: string; count: number; priorities: Count[] }>();
  for (const one of counts) {
    const known = sources.get(one.source) ?? { source: one.source, count: 0, priorities: [] };
    known.count += one.count;
    known.priorities.push(one);
    sources.set(one.source, known);
  }
  for (const { priorities } of sources.values()) priorities.sort((a, b) => a.priority - b.priority);
  return [...sources.values()].sort((a, b) => b.count - a.count);
}

function joining<One extends Waiting>(waiting: One[], isLasting: boolean): One[] {
  const mayMerge = waiting.filter(({ priority }) => priority > 0);
  return isLasting ? mayMerge : mayMerge.filter(({ mergeAt }) => mayMerge.length > mergeAt);
}

const begun = (now: number): Storm => ({
  joined: 0,
  counts: [],
  severest: 3,
  firstAt: now,
  lastAt: 0,
  version: 0,
  toldAt: now,
  untold: [],
  mentions: [],
  unmentioned: [],
  watch: { since: now, joined: 0 },
});

function grow(storm: Storm, joins: Waiting[]): Storm {
  const counts = storm.counts.map((one) => ({ ...one }));
  for (const { source, priority } of joins) count(counts, source, priority);
  const mentions = new Set(storm.mentions);
  for (const { mention } of joins)
    if (mention !== null && mentions.size < MOST_MENTIONS) mentions.add(mention);
  const news = [...mentions].slice(storm.mentions?.length ?? 0);
  return {
    ...storm,
    mentions: [...mentions],
    unmentioned: [...(storm.unmentioned ?? []), ...news],
    joined: storm.joined + joins.length,
    counts,
    severest: Math.min(storm.severest, ...joins.map(({ priority }) => priority)),
    firstAt: Math.min(storm.firstAt, ...joins.map(({ at }) => at)),
    lastAt: Math.max(storm.lastAt, ...joins.map(({ at }) => at)),
    untold: [...storm.untold, ...joins.map(({ line }) => line)],
  };
}

/** What brought a storm about says nothing of how it goes on. */
function watch({ since, joined }: Storm['watch'], joins: number, now: number): Storm['watch'] {
  return now - since >= WATCH_MS ? { since: now, joined: 0 } : { since, joined: joined + joins };
}

function count(counts: Count[], source: string, priority: number): void {
  const find = (name: string) => counts.find((one) => one.source === name && one.priority === priority);
  const known = find(source) ?? (counts.length < MOST_COUNTS ? undefined : find(OTHER_SOURCES));
  if (known !== undefined) known.count += 1;
  else counts.push({ source: counts.length < MOST_COUNTS ? source : OTHER_SOURCES, priority, count: 1 });
}

const isOver = ({ since, joined }: Storm['watch'], joins: number, now: number): boolean =>
  now - since >= WATCH_MS && joined + joins <= CALM;
