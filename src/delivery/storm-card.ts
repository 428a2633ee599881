import {
  LIMITS,
  type SlackMessage,
  context,
  escapeMrkdwn,
  header,
  section,
  slackDate,
  truncateMrkdwn,
} from '../slack/index.js';
import { type Count, type Storm, bySource, pagesOf } from './domain/storm.js';

/** Of priorities 0 to 3, as everywhere else. */
const EMOJI = [':red_circle:', ':large_orange_circle:', ':large_yellow_circle:', ':large_blue_circle:'];
const NAMES = ['critical', 'error', 'warning', 'info'];

const MOST_SOURCES = 20;
const MOST_TITLE = 200;
const MOST_SOURCE = 60;

const short = (text: string, most: number) =>
  truncateMrkdwn(escapeMrkdwn(text.replace(/\s+/g, ' ').trim() || '–'), most);

/** A merged message as a line of the details. */
export function stormLine(one: { priority: number; source: string; title: string }): string {
  return `${EMOJI[one.priority] ?? EMOJI[3]} ${short(one.title, MOST_TITLE)}  ·  ${short(one.source, MOST_SOURCE)}`;
}

/** The summary of a storm: how many of what, from where, and when. */
export function stormCard(storm: Storm, over: boolean): SlackMessage {
  const { joined, counts, firstAt, lastAt } = storm;
  const sources = bySource(counts);
  const lines = sources
    .slice(0, MOST_SOURCES)
    .map(
      ({ source, priorities, count }) =>
        `*${short(source, MOST_SOURCE)}*  ${count}  (${priorityList(priorities)})`,
    );
  if (sources.length > MOST_SOURCES) lines.push(`… and ${sources.length - MOST_SOURCES} more sources`);
  const when =
    firstAt === lastAt
      ? slackDate(new Date(firstAt))
      : `first ${slackDate(new Date(firstAt))}  ·  last ${slackDate(new Date(lastAt))}`;
  const state = over ? 'The storm is over.' : 'It goes on; this message follows it.';
  const spoken = sources
    .slice(0, MOST_SOURCES)
    .map(({ source, count }) => `${short(source, MOST_SOURCE)} ${count}`);
  return {
    text: truncateMrkdwn(
      `Storm: ${joined} messages in one. ${spoken.join(', ')}. ${state}`,
      LIMITS.messageText,
    ),
    blocks: [
      header(`:cyclone: Storm: ${joined} messages in one`),
      ...pagesOf(lines, LIMITS.sectionText).map((page) => section(page.join('\n'))),
      context(when),
      context(`${state} Each message is named in the thread. Critical ones are never among them.`),
    ],
  };
}

/** A reply that names some of what was merged. It says the same with blocks and without. */
export function stormDetails(lines: string[]): SlackMessage {
  return {
    text: lines.join('\n'),
    blocks: pagesOf(lines, LIMITS.sectionText).map((page) => section(page.join('\n'))),
  };
}

const priorityList = (priorities: Count[]) =>
  priorities.map(({ priority, count }) => `${count} ${NAMES[priority] ?? NAMES[3]}`).join(', ');
