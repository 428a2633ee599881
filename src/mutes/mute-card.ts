import type { KeptBack } from '../notifications/index.js';
import {
  type SlackMessage,
  actions,
  button,
  context,
  escapeMrkdwn,
  section,
  slackDate,
  userMention,
} from '../slack/index.js';

export const UNMUTE = 'mute.end';

export interface MuteView {
  id: string;
  service: string | null;
  all: boolean;
  begunBy: string;
  until: Date;
  /** `system` where it ended by itself. */
  endedBy: string | null;
  endedAt: Date | null;
}

/** What is quiet, in mrkdwn: "all below critical", "payments, what is critical too". */
export function muteScopeWords({ service, all }: Pick<MuteView, 'service' | 'all'>): string {
  const what = service === null ? 'everything' : `what is of *${escapeMrkdwn(service)}*`;
  return all ? `${what}, the critical too` : `${what} below critical`;
}

/** The channel is told who muted it, until when, and what it missed. */
export function muteCard(mute: MuteView, kept?: KeptBack): SlackMessage {
  const { begunBy, until, endedBy, endedAt } = mute;
  const by = userMention(begunBy);
  if (endedAt === null) {
    return {
      text: `Muted until ${slackDate(until)}`,
      blocks: [
        section(`:no_bell: *Muted until ${slackDate(until)}* by ${by}: ${muteScopeWords(mute)}.`),
        context('What comes in meanwhile is kept. Cards that are here go on being brought up to date.'),
        actions(button({ actionId: UNMUTE, value: mute.id, label: 'Unmute' })),
      ],
    };
  }
  const how = endedBy === 'system' || endedBy === null ? '' : ` by ${userMention(endedBy)}`;
  return {
    text: 'Not muted any more',
    blocks: [
      section(`:bell: *Not muted any more*, since ${slackDate(endedAt)}${how}. ${missed(kept)}`),
      context(`Muted by ${by}: ${muteScopeWords(mute)}`),
    ],
  };
}

function missed(kept: KeptBack | undefined): string {
  if (kept === undefined || kept.count === 0) return 'Nothing was kept back.';
  const { count, titles, shown } = kept;
  const named = titles.map((title) => `• ${escapeMrkdwn(title)}`);
  const more = count > titles.length ? [`• and ${count - titles.length} more`] : [];
  const lasting =
    shown === 0
      ? ''
      : ` ${shown} of them still ${shown === 1 ? 'lasts' : 'last'}, and ${shown === 1 ? 'comes' : 'come'} now.`;
  return [`${count} ${count === 1 ? 'was' : 'were'} kept back.${lasting}`, ...named, ...more].join('\n');
}
