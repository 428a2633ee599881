import type { HomeView, KnownBlock } from '@slack/types';
import type { OpenAlert } from '../../alerts/index.js';
import { isChannelId, isPersonId } from '../../delivery/index.js';
import { type Role, isAtLeast } from '../../installation/index.js';
import { severityEmoji } from '../../notifications/index.js';
import type { OnCallNow } from '../../oncall/index.js';
import type { ReportEntity } from '../../scheduling/index.js';
import {
  actions,
  button,
  context,
  escapeMrkdwn,
  header,
  link,
  section,
  slackDate,
  userMention,
} from '../../slack/index.js';
import { onCallLine } from '../on-call-view.js';
import { ROLE_NAMES } from '../typed.js';

export const HOME_ACTIONS = {
  subscribe: 'home.digest.subscribe',
  change: 'home.digest.change',
  pause: 'home.digest.pause',
  resume: 'home.digest.resume',
  run: 'home.digest.run',
} as const;

/** What a person's home tab shows. */
export interface HomeData {
  role: Role;
  userId: string;
  /** Not resolved, the severest and oldest first; those that the person may know of. */
  open: { firing: number; acknowledged: number; alerts: OpenAlert[] };
  onCall: OnCallNow[];
  /** Their own, and of channels for whom may change them. */
  digests: ReportEntity[];
  /** What is still to be done, in mrkdwn; for admins. */
  steps: string[];
  consoleUrl: string;
}

const DIVIDER: KnownBlock = { type: 'divider' };
const MOST_DIGESTS = 15;
const MOST_ROTATIONS = 10;

/** What the app has to say to one person, within Slack's hundred blocks. */
export function homeView(data: HomeData): HomeView {
  const parts = [setup(data), firing(data), onCall(data), digests(data), foot(data)];
  const blocks = parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [DIVIDER, ...part]));
  return { type: 'home', blocks };
}

/** For guests, people of other companies, and while Slack can't say who somebody is: nothing of the workspace's. */
export function strangersView(): HomeView {
  return {
    type: 'home',
    blocks: [
      header('Switchboard'),
      section(
        'I bring alerts, deployments and reports into this workspace’s channels. What there is to see here is for its full members; in the channels that you are in you see my cards as everybody does.',
      ),
    ],
  };
}

function setup({ role, steps, consoleUrl }: HomeData): KnownBlock[] {
  if (!isAtLeast(role, 'admin') || steps.length === 0) return [];
  const lines = steps.map((step) => `:white_circle: ${step}`).join('\n');
  const where = link(consoleUrl, 'the console');
  return [header('Still to do'), section(`${lines}\nYou do it in ${where}.`)];
}

function firing({ open, role }: HomeData): KnownBlock[] {
  const { firing, acknowledged, alerts } = open;
  const total = firing + acknowledged;
  if (total === 0)
    return [
      header('Alerts'),
      section(
        `:white_check_mark: Nothing fires${isAtLeast(role, 'operator') ? '' : ' in the channels that are open to everybody'}.`,
      ),
    ];
  const count = [
    ...(firing === 0 ? [] : [`${firing} firing`]),
    ...(acknowledged === 0 ? [] : [`${acknowledged} acknowledged`]),
  ].join(', ');
  const lines = alerts.map(({ title, severity, state, firedAt }) => {
    const since = firedAt === null ? '' : `, since ${slackDate(firedAt)}`;
    const seen = state === 'acknowledged' ? ' :eyes: acknowledged' : '';
    return `${severityEmoji(severity)} *${escapeMrkdwn(short(title))}*${seen}${since}`;
  });
  const more = total > alerts.length ? [`and ${total - alerts.length} more`] : [];
  return [header(`Alerts: ${count}`), section([...lines, ...more].join('\n'))];
}

function onCall({ onCall }: HomeData): KnownBlock[] {
  if (onCall.length === 0) return [];
  const lines = onCall.slice(0, MOST_ROTATIONS).map(onCallLine);
  const more =
    onCall.length > MOST_ROTATIONS
      ? [`and ${onCall.length - MOST_ROTATIONS} more: \`/oncall\` tells all`]
      : [];
  return [header('On call'), section([...lines, ...more].join('\n'))];
}

function digests({ digests, userId }: HomeData): KnownBlock[] {
  const shown = digests.slice(0, MOST_DIGESTS);
  const more = digests.length - shown.length;
  return [
    header('Digests'),
    ...(digests.length === 0
      ? [section('You have none yet: yesterday’s alerts, or last week’s, when you want them.')]
      : []),
    ...shown.flatMap((report) => digest(report, userId)),
    ...(more > 0
      ? [context(`and ${more} more; \`/switchboard digest list\` in their channels tells them`)]
      : []),
    actions(
      button({
        actionId: HOME_ACTIONS.subscribe,
        value: 'new',
        label: 'Subscribe to a digest',
        style: 'primary',
      }),
    ),
  ];
}

function digest(report: ReportEntity, userId: string): KnownBlock[] {
  const { id, name, schedule, zone, covers, destination, nextRunAt } = report;
  const about = covers === 'day' ? 'yesterday' : 'last week';
  const where = destination === userId ? 'for you alone' : `in ${placeIn(destination)}`;
  const next = nextRunAt === null ? '_paused_' : `next ${slackDate(nextRunAt)}`;
  const toggle =
    nextRunAt === null
      ? button({ actionId: HOME_ACTIONS.resume, value: id, label: 'Resume' })
      : button({ actionId: HOME_ACTIONS.pause, value: id, label: 'Pause' });
  return [
    section(
      `*${escapeMrkdwn(name)}* of ${about}, ${where}\n${escapeMrkdwn(schedule)} (${escapeMrkdwn(zone)}), ${next}`,
    ),
    actions(
      button({ actionId: HOME_ACTIONS.run, value: id, label: 'Run now' }),
      toggle,
      button({ actionId: HOME_ACTIONS.change, value: id, label: 'Change' }),
    ),
  ];
}

const foot = ({ role }: HomeData): KnownBlock[] => [
  context(`You are ${ROLE_NAMES[role]} of Switchboard here. \`/switchboard help\` tells what you may type.`),
];

/** A line of a list, not a page. */
const LONGEST = 150;
const short = (title: string) => (title.length > LONGEST ? `${title.slice(0, LONGEST - 1)}…` : title);

function placeIn(destination: string): string {
  if (isChannelId(destination)) return `<#${destination}>`;
  return isPersonId(destination) ? userMention(destination) : escapeMrkdwn(destination);
}
