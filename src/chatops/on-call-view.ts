import type { KnownBlock, ModalView } from '@slack/types';
import type { OnCallNow } from '../oncall/index.js';
import { actions, button, escapeMrkdwn, section, slackDate, userMention } from '../slack/index.js';

export const OVERRIDE = 'oncall.override';

/** One rotation in a line. */
export function onCallLine({ rotation, now, next }: OnCallNow): string {
  const standsIn = now.standsIn ? ' (stands in)' : '';
  const then =
    next.userId === now.userId ? 'nobody else' : `${userMention(next.userId)} ${slackDate(next.from)}`;
  return `*${escapeMrkdwn(rotation.name)}*: ${userMention(now.userId)}${standsIn} until ${slackDate(now.to)}, then ${then}`;
}

/** A rotation with its overrides, and a button for another. */
export function onCallBlocks(one: OnCallNow): KnownBlock[] {
  const { rotation, overrides } = one;
  const rule = `In turn: ${rotation.people.map(userMention).join(', ')}; hand-over ${rotation.every === 'day' ? 'daily' : 'weekly'} at ${rotation.handOverAt} (${rotation.zone})`;
  const standIns = overrides.map(
    ({ userId, from, to }) => `${userMention(userId)} stands in ${slackDate(from)} to ${slackDate(to)}`,
  );
  return [
    section([onCallLine(one), rule, ...standIns].join('\n')),
    actions(button({ actionId: OVERRIDE, value: rotation.name, label: 'Somebody stands in' })),
  ];
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });

/** @param now rounded to minutes, as Slack's picker has it */
export function overrideModal({ rotation }: OnCallNow, userId: string, now: Date): ModalView {
  const from = Math.floor(now.getTime() / 60_000) * 60;
  const time = (id: string, label: string, initial: number): KnownBlock => ({
    type: 'input',
    block_id: id,
    label: plain(label),
    element: { type: 'datetimepicker', action_id: id, initial_date_time: initial },
  });
  return {
    type: 'modal',
    callback_id: OVERRIDE,
    private_metadata: rotation.name,
    title: plain('Somebody stands in'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      section(`For *${escapeMrkdwn(rotation.name)}*. The rotation goes on by itself afterwards.`),
      {
        type: 'input',
        block_id: 'user',
        label: plain('Who'),
        element: { type: 'users_select', action_id: 'user', initial_user: userId },
      },
      time('from', 'From', from),
      time('to', 'To', from + 8 * 60 * 60),
    ],
  };
}
