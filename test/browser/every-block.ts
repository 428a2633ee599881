import { text, type JsonObject } from '../../sandbox/json.js';

const plain = (words: string) => ({ type: 'plain_text', text: words });
const mrkdwn = (words: string) => ({ type: 'mrkdwn', text: words });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const options = ['Red', 'Green', 'Blue'].map(option);
const rich = (...elements: JsonObject[]) => ({ type: 'rich_text', elements });
const words = (text: string, style?: JsonObject) => ({ type: 'text', text, ...(style ? { style } : {}) });
const line = (...elements: JsonObject[]) => ({ type: 'rich_text_section', elements });
const cell = (text: string) => ({ type: 'raw_text', text });
const figure = (value: number) => ({ type: 'raw_number', value, text: String(value) });

const SELECTS = ['static', 'external', 'users', 'conversations', 'channels'];
const select = (type: string) => ({
  type,
  action_id: type,
  placeholder: plain(`Choose, ${type}`),
  ...(type.includes('static') ? { options } : {}),
  ...(type.includes('external') ? { min_query_length: 1 } : {}),
});
const PICKERS: JsonObject[] = [
  { type: 'datepicker', action_id: 'datepicker', placeholder: plain('Choose, datepicker') },
  { type: 'timepicker', action_id: 'timepicker', placeholder: plain('Choose, timepicker') },
  { type: 'datetimepicker', action_id: 'datetimepicker' },
];
const CHOICES: JsonObject[] = [
  { type: 'checkboxes', action_id: 'checkboxes', options: ['Lights', 'Doors'].map(option) },
  { type: 'radio_buttons', action_id: 'radio_buttons', options: ['Today', 'Tomorrow'].map(option) },
];
const USED: JsonObject[] = [
  ...SELECTS.flatMap((kind) => [select(`${kind}_select`), select(`multi_${kind}_select`)]),
  ...PICKERS,
  ...CHOICES,
];

/** Everything that one clicks and chooses, outside of a form. `link` leads out of Slack. */
export const everyElement = (link: string): JsonObject[] => [
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'button',
        text: plain('Restart'),
        style: 'danger',
        value: 'db-3',
        confirm: {
          title: plain('Restart db-3?'),
          text: mrkdwn('*Nobody* will be asked again.'),
          confirm: plain('Do it'),
          deny: plain('Leave it'),
          style: 'danger',
        },
      },
      { type: 'button', action_id: 'link', text: plain('Runbook'), url: link, style: 'primary' },
      {
        type: 'workflow_button',
        action_id: 'workflow_button',
        text: plain('Workflow'),
        workflow: { trigger: { url: 'https://slack.com/shortcuts/Ft1/a' } },
      },
      { type: 'overflow', action_id: 'overflow', options: ['Mute', 'Forget'].map(option) },
      ...USED,
    ],
  },
  {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'feedback_buttons',
        positive_button: { text: plain('Good'), value: 'up' },
        negative_button: { text: plain('Bad'), value: 'down' },
      },
      { type: 'icon_button', action_id: 'icon_button', icon: 'trash', text: plain('Throw away'), value: 'x' },
    ],
  },
];

/** Every block that a message can show; `picture` is an image's URL. */
export const everyBlock = (picture: string): JsonObject[] => {
  const image = { type: 'image', image_url: picture, alt_text: 'A graph of disk use' };
  const task = (status: string, title: string, more: JsonObject = {}) => ({
    type: 'task_card',
    task_id: title,
    title,
    status,
    ...more,
  });
  const card = (title: string) => ({
    type: 'card',
    hero_image: image,
    title: plain(title),
    subtitle: mrkdwn('_eu-west-1_'),
    body: mrkdwn('Serves *payments*.'),
    subtext: plain('since noon'),
    actions: [{ type: 'button', action_id: `card ${title}`, text: plain('Look') }],
  });
  return [
    { type: 'header', text: plain('Release 4.12 :rocket:') },
    { type: 'header', level: 3, text: plain('What goes out') },
    {
      type: 'section',
      text: mrkdwn('*Bold*, _italic_, ~gone~, `code`, <https://example.com|a link>, :tada:'),
      accessory: image,
    },
    {
      type: 'section',
      fields: [mrkdwn('*Region*\neu-west-1'), mrkdwn('*Used*\n97 %'), plain('By'), plain('carol')],
    },
    { type: 'context', elements: [image, mrkdwn('fired at noon'), plain('prometheus')] },
    { type: 'divider' },
    { ...image, title: plain('Disk use, last hour') },
    rich(
      line(
        words('Rich: ', { bold: true }),
        { type: 'emoji', name: 'wave' },
        words(' code', { code: true }),
        { type: 'user', user_id: 'U0BOB00001' },
        words(' '),
        { type: 'channel', channel_id: 'C0OPS00001' },
        words(' '),
        { type: 'link', url: 'https://example.com', text: 'a link' },
      ),
      { type: 'rich_text_list', style: 'ordered', elements: [line(words('First')), line(words('Second'))] },
      { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [line(words('Inside'))] },
      { type: 'rich_text_quote', elements: [words('It works on my machine.')] },
      { type: 'rich_text_preformatted', elements: [words('SELECT 1;\n-- twice')] },
    ),
    {
      type: 'markdown',
      text: '## Notes\n\n1. **One**\n2. [Two](https://example.com)\n\n- [x] done\n\n> said\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```\ncode\n```',
    },
    {
      type: 'video',
      title: plain('How it broke'),
      video_url: 'https://example.com/v',
      thumbnail_url: picture,
      alt_text: 'A video of the outage',
      description: plain('Two minutes'),
      author_name: 'bob',
    },
    {
      type: 'table',
      column_settings: [null, { align: 'right' }],
      rows: [
        [cell('Node'), cell('Used')],
        [cell('db-3'), cell('97 %')],
        [rich(line(words('db-4', { bold: true }))), cell('12 %')],
      ],
    },
    {
      type: 'data_table',
      caption: 'Slow queries',
      page_size: 2,
      row_header_column_index: 0,
      rows: [
        [cell('Query'), cell('ms')],
        ...['a', 'b', 'c'].map((name, index) => [cell(`query ${name}`), figure(900 - index)]),
      ],
    },
    {
      type: 'data_visualization',
      title: 'Share of errors',
      chart: {
        type: 'pie',
        segments: [
          { label: 'timeouts', value: 70 },
          { label: 'refused', value: 30 },
        ],
      },
    },
    {
      type: 'data_visualization',
      title: 'Errors a minute',
      chart: {
        type: 'line',
        series: [
          {
            name: 'payments',
            data: ['noon', '1 pm', '2 pm'].map((label, index) => ({ label, value: index * 7 })),
          },
        ],
        axis_config: { categories: ['noon', '1 pm', '2 pm'] },
      },
    },
    card('db-3'),
    { type: 'carousel', elements: [card('web-1'), card('web-2')] },
    {
      type: 'container',
      title: plain('Details'),
      subtitle: mrkdwn('of *today*'),
      is_collapsible: true,
      has_header_divider: true,
      child_blocks: [{ type: 'section', text: mrkdwn('Folded away, if one likes.') }, { type: 'divider' }],
    },
    {
      type: 'plan',
      title: 'Roll out',
      tasks: [
        task('complete', 'Build'),
        task('in_progress', 'Deploy'),
        task('pending', 'Look'),
        task('error', 'Tell'),
      ],
    },
    task('complete', 'Ask the log', {
      details: rich(line(words('Found it.'))),
      sources: [{ type: 'url', url: 'https://example.com', text: 'the log' }],
    }),
    { type: 'file', external_id: 'report-1', source: 'remote' },
  ] as JsonObject[];
};

const input = (label: string, element: JsonObject): JsonObject => ({
  type: 'input',
  block_id: text(element.type),
  label: plain(label),
  optional: true,
  hint: plain(`As ${text(element.type)}`),
  element,
});

/** A modal with every field, and alerts of each level. */
export const everyField = (): JsonObject => ({
  type: 'modal',
  callback_id: 'fields',
  title: plain('Every field'),
  submit: plain('Send'),
  blocks: [
    ...['default', 'info', 'warning', 'error', 'success'].map((level) => ({
      type: 'alert',
      level,
      text: mrkdwn(`This is *${level}*.`),
    })),
    ...USED.map((element) => input(`Field ${text(element.type)}`, element)),
    ...['plain_text_input', 'email_text_input', 'url_text_input', 'rich_text_input'].map((type) =>
      input(`Field ${type}`, { type, action_id: type }),
    ),
    input('Field number_input', {
      type: 'number_input',
      action_id: 'number_input',
      is_decimal_allowed: true,
    }),
    input('Field file_input', { type: 'file_input', action_id: 'file_input', max_files: 1 }),
  ],
});
