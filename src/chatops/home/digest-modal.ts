import type { KnownBlock, ModalView } from '@slack/types';
import type { ReportEntity } from '../../scheduling/index.js';
import type { ViewArgs } from '../../slack/index.js';

export const DIGEST_MODAL = 'home.digest';
/** Behind the id: an empty channel changes nothing, since none was shown. */
const STAYS = ' stays';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const COVERS = [
  { text: plain('Yesterday'), value: 'day' },
  { text: plain('Last week'), value: 'week' },
];

export interface DigestForm {
  /** What is changed; undefined for another. */
  report?: ReportEntity;
  /** The channel that it comes to, by id; undefined where that isn't known, or it is a person's. */
  channel?: string;
  zone?: string;
  /** Who may subscribe channels. */
  channels: boolean;
}

/** When, where and of what. */
export function digestModal({ report, channel, zone, channels }: DigestForm): ModalView {
  const covers = COVERS.find(({ value }) => value === report?.covers) ?? COVERS[0];
  return {
    type: 'modal',
    callback_id: DIGEST_MODAL,
    private_metadata:
      report === undefined ? '' : channels && channel !== undefined ? report.id : `${report.id}${STAYS}`,
    title: plain(report === undefined ? 'Subscribe to a digest' : 'Change a digest'),
    submit: plain(report === undefined ? 'Subscribe' : 'Save'),
    close: plain('Cancel'),
    blocks: [
      text(
        'schedule',
        'When',
        report?.schedule ?? 'weekdays 08:00',
        'Days and a time, “mondays 09:00”, or a cron expression',
      ),
      text('zone', 'Time zone', report?.zone ?? zone, 'One of the IANA’s, such as Europe/Berlin'),
      {
        type: 'input',
        block_id: 'covers',
        label: plain('Of'),
        element: { type: 'static_select', action_id: 'covers', options: COVERS, initial_option: covers },
      },
      ...(channels ? [channelInput(report, channel)] : []),
    ],
  };
}

function text(id: string, label: string, initial: string | undefined, hint: string): KnownBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    hint: plain(hint),
    element: {
      type: 'plain_text_input',
      action_id: id,
      ...(initial === undefined ? {} : { initial_value: initial }),
      max_length: 200,
    },
  };
}

function channelInput(report: ReportEntity | undefined, channel: string | undefined): KnownBlock {
  const stays = report?.destination.startsWith('#') === true && channel === undefined;
  return {
    type: 'input',
    block_id: 'channel',
    optional: true,
    label: plain('Channel'),
    hint: plain(
      stays ? `Empty: it stays in ${report.destination}` : 'Empty: for you alone, in a direct message',
    ),
    element: {
      type: 'conversations_select',
      action_id: 'channel',
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(channel === undefined ? {} : { initial_conversation: channel }),
    },
  };
}

/** What was filled in. */
export function digestFormIn({ view }: Pick<ViewArgs, 'view'>) {
  const { schedule, zone, covers, channel } = view.state.values;
  const [id, emptyStays] = view.private_metadata.split(' ');
  return {
    id: id === '' ? undefined : id,
    emptyStays: emptyStays !== undefined,
    schedule: schedule?.schedule?.value ?? '',
    zone: zone?.zone?.value ?? '',
    covers: covers?.covers?.selected_option?.value === 'week' ? ('week' as const) : ('day' as const),
    /** undefined where it isn't asked for, or left empty. */
    channel: channel?.channel?.selected_conversation ?? undefined,
  };
}
