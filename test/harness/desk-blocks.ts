import type { KnownBlock, ModalView } from '@slack/types';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string) => ({ text: plain(text), value: text });

/** @see Desk */
export const deskCard = (text: string): KnownBlock[] => [
  { type: 'section', block_id: 'title', text: plain(text) },
  {
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'button', action_id: 'desk.press', text: plain('Press'), value: 'one' },
      { type: 'button', action_id: 'desk.guest', text: plain('For everybody') },
      { type: 'button', action_id: 'desk.nobody', text: plain('Of an older version') },
      { type: 'button', action_id: 'desk.link', text: plain('Runbook'), url: 'https://wiki.example.com' },
      { type: 'static_select', action_id: 'desk.choose', options: [option('red'), option('green')] },
    ],
  },
];

/** @see Desk */
export const deskForm = (callbackId = 'desk.form'): ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  title: plain('Desk'),
  submit: plain('Send'),
  notify_on_close: true,
  blocks: [
    { type: 'section', block_id: 'intro', text: plain('What is it about?') },
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Reason'),
      element: { type: 'plain_text_input', action_id: 'text' },
    },
    {
      type: 'input',
      block_id: 'who',
      label: plain('Who'),
      optional: true,
      element: { type: 'external_select', action_id: 'desk.menu', min_query_length: 1 },
    },
  ],
});
