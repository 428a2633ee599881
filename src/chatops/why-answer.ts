import { DELIVERIES_KEPT_DAYS } from '../delivery/index.js';
import {
  type MessageOrigin,
  type RoutedMessage,
  severityEmoji,
  severityName,
} from '../notifications/index.js';
import type { Severity } from '../notifications/index.js';
import { escapeMrkdwn, slackDate, userMention } from '../slack/index.js';

/** What fits beside the rest; a document may have a thousand routes. */
const MOST_PASSED = 10;

/** One sentence for both: whether there is something in a private channel is nobody's business outside of it. */
export const NOT_FOUND =
  'I know of no message of mine there. Somebody else wrote it, it is in a private channel that you are not in, ' +
  `or it is too old: what has arrived is kept for ${DELIVERIES_KEPT_DAYS} days.`;

/** Why a message stands where it stands, in mrkdwn. */
export function whyAnswer(origin: MessageOrigin): string {
  switch (origin.kind) {
    case 'unknown':
      return NOT_FOUND;
    case 'forgotten':
      return `That card is mine, but why it came here is not on record any more: what has arrived is kept for ${DELIVERIES_KEPT_DAYS} days.`;
    case 'unrouted':
      return `That is mine, and no route brought it: it was asked for here, as digests and answers are. ${noteOf(origin)}`.trim();
    case 'summary':
      return `That is the summary of a storm: ${origin.messages} messages for this channel stand in it, each of which took a route of its own. Its thread names them; \`GET /v1/deliveries\` has them as \`merged\`. ${noteOf(origin)}`.trim();
    case 'routed':
      return [
        headOf(origin),
        ...verdictsOf(origin),
        ...silencedOf(origin),
        ...todayOf(origin),
        noteOf(origin),
      ]
        .filter((line) => line !== '')
        .join('\n');
  }
}

function headOf({ title, type, severity, source, receivedAt, later }: RoutedMessage): string {
  const from = source === null ? '' : ` from ${escapeMrkdwn(source)}`;
  const what = `${severityName(severity as Severity)} ${escapeMrkdwn(type)}${from}`;
  const more = later === 0 ? '' : ` Reported ${later} more ${later === 1 ? 'time' : 'times'} since.`;
  return `${severityEmoji(severity as Severity)} *${escapeMrkdwn(title)}*, ${what}, came in ${slackDate(receivedAt)}.${more}`;
}

function verdictsOf({ verdicts, version }: RoutedMessage): string[] {
  const matched = verdicts.filter(({ matched }) => matched);
  const passed = verdicts.filter(({ matched }) => !matched);
  const decided =
    version === 0
      ? 'nobody had applied a routing document yet'
      : `version ${version} of the routing document`;
  return [
    ...matched.map(
      ({ route, why }) => `It took *${escapeMrkdwn(route)}*, since ${escapeMrkdwn(why)} (${decided}).`,
    ),
    ...passed
      .slice(0, MOST_PASSED)
      .map(({ route, why }) => `• passed by *${escapeMrkdwn(route)}*: ${escapeMrkdwn(why)}`),
    ...(passed.length > MOST_PASSED ? [`• and ${passed.length - MOST_PASSED} more`] : []),
  ];
}

const silencedOf = ({ silenced }: RoutedMessage) =>
  silenced.map(
    ({ channel, why }) => `It was not shown in ${escapeMrkdwn(channel)} when it came: ${escapeMrkdwn(why)}.`,
  );

function todayOf({ today }: RoutedMessage): string[] {
  if (today === undefined) return [];
  const { version, appliedAt, by, decision } = today;
  const routes = decision.verdicts
    .filter(({ matched }) => matched)
    .map(({ route }) => `*${escapeMrkdwn(route)}*`);
  const to = decision.destinations.map(escapeMrkdwn).join(', ');
  return [
    `The routing document has changed since: version ${version}, applied by ${personIn(by)} ${slackDate(appliedAt)}. What counts for this message is what was decided then; today it would take ${routes.join(' and ')}, to ${to}.`,
  ];
}

function personIn(actor: string): string {
  if (actor.startsWith('user:')) return userMention(actor.slice('user:'.length));
  return actor.startsWith('key:') ? 'an API key' : 'an operator';
}

const noteOf = ({ delivery: { note } }: { delivery: { note: string | null } }) =>
  note === null ? '' : escapeMrkdwn(note);
