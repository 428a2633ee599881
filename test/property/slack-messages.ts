import fc from 'fast-check';

/** Messages as Slack's documentation has them, written apart from the code under test. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Made = fc.Arbitrary<Json>;

/** Words of up to so many characters, the full length among them. */
export const words = (most: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(most, 12) })
      .map((text) => `w${text}`.slice(0, most)),
    fc
      .constantFrom('*bold* & <https://a.b/c|c>', 'a\nb', '<@U0123456789>', ':fire: _x_')
      .map((text) => text.slice(0, most)),
    { arbitrary: fc.constant('x'.repeat(Math.min(most, 500))), weight: 1 },
  );
const plain = (most: number): Made =>
  fc.record(
    { type: fc.constant('plain_text'), text: words(most), emoji: fc.boolean() },
    { requiredKeys: ['type', 'text'] },
  );
const mrkdwn = (most: number): Made =>
  fc.record(
    { type: fc.constant('mrkdwn'), text: words(most), verbatim: fc.boolean() },
    { requiredKeys: ['type', 'text'] },
  );
const text = (most: number): Made => fc.oneof(plain(most), mrkdwn(most));
const url = fc.constantFrom('https://a.example/b?c=1&d=2', `https://a.example/${'x'.repeat(300)}`);
const some = (item: Made, most: number): fc.Arbitrary<Json[]> =>
  fc.oneof(
    fc.array(item, { minLength: 1, maxLength: 3 }),
    fc.array(item, { minLength: most, maxLength: most }),
  );

/** An object of a type: what it must have, and what it may. */
const of = (type: string, needed: Record<string, Made>, optional: Record<string, Made> = {}): Made =>
  anything({ type: fc.constant(type), ...needed }, optional);
function anything(needed: Record<string, Made>, optional: Record<string, Made> = {}): Made {
  return fc
    .record<Record<string, Json>, string>({ ...needed, ...optional }, { requiredKeys: Object.keys(needed) })
    .map((made) => made as Json);
}

const confirm = anything(
  { text: text(300) },
  { title: plain(100), confirm: plain(30), deny: plain(30), style: fc.constantFrom('primary', 'danger') },
);
const picture = of('image', { alt_text: words(2_000), image_url: url });
const button = of(
  'button',
  { text: plain(75) },
  {
    value: fc.oneof(fc.constant(''), words(2_000)),
    url,
    style: fc.constantFrom('primary', 'danger'),
    confirm,
    accessibility_label: words(75),
  },
);
const option = anything({ text: plain(75), value: words(150) }, { description: plain(75) });
const marked = anything({ text: text(75), value: words(150) }, { description: text(75) });
const options = some(option, 100);
const select = of('static_select', { options }, { placeholder: plain(150), confirm });
const chosen = options.map((all): Json => ({
  type: 'multi_static_select',
  options: all,
  initial_options: [all[0]],
  max_selected_items: 2,
}));
const grouped = of('static_select', {
  option_groups: some(anything({ label: plain(75), options: some(option, 5) }), 20),
});
const boxes = of('checkboxes', { options: some(marked, 10) });
const radios = some(marked, 10).map((all): Json => ({
  type: 'radio_buttons',
  options: all,
  initial_option: all[0],
}));
const overflow = of('overflow', {
  options: some(anything({ text: plain(75), value: words(150) }, { url }), 5),
});
const pickers = fc.oneof(
  of('datepicker', {}, { initial_date: fc.constant('2026-11-23'), placeholder: plain(150) }),
  of('timepicker', {}, { initial_time: fc.constant('23:59'), timezone: fc.constant('Europe/Vienna') }),
  of('users_select', {}, { initial_user: fc.constant('U0CAROL001') }),
  of('multi_users_select', {}, { max_selected_items: fc.integer({ min: 1, max: 5 }) }),
  of(
    'conversations_select',
    {},
    { default_to_current_conversation: fc.boolean(), filter: fc.constant({ include: ['public'] }) },
  ),
  of('channels_select', {}, { placeholder: plain(150) }),
  of('external_select', {}, { min_query_length: fc.integer({ min: 0, max: 5 }) }),
);
const menus = fc.oneof(select, chosen, grouped, boxes, radios, overflow, pickers);
const datetime = of('datetimepicker', {}, { initial_date_time: fc.constant(1_795_413_600) });
const workflow = of('workflow_button', {
  text: plain(75),
  workflow: fc.constant({ trigger: { url: 'https://slack.com/shortcuts/Ft1/2' } }),
});
const typed = fc.oneof(
  of(
    'plain_text_input',
    {},
    {
      multiline: fc.boolean(),
      min_length: fc.constant(2),
      max_length: fc.constant(3_000),
      placeholder: plain(150),
    },
  ),
  of(
    'number_input',
    { is_decimal_allowed: fc.constant(true) },
    { initial_value: fc.constant('1.5'), min_value: fc.constant('-2') },
  ),
  of('email_text_input', {}, { initial_value: fc.constant('a@b.c') }),
  of(
    'url_text_input',
    {},
    { dispatch_action_config: fc.constant({ trigger_actions_on: ['on_enter_pressed'] }) },
  ),
);

const style = anything(
  {},
  { bold: fc.boolean(), italic: fc.boolean(), strike: fc.boolean(), code: fc.boolean() },
);
const inline = fc.oneof(
  of('text', { text: words(200) }, { style }),
  of('link', { url }, { text: words(50) }),
  of('user', { user_id: fc.constant('U0CAROL001') }),
  of('emoji', { name: fc.constant('fire') }),
  of('broadcast', { range: fc.constant('here') }),
  of(
    'date',
    { timestamp: fc.constant(1_795_413_600), format: fc.constant('{date}') },
    { fallback: words(20) },
  ),
);
const richSection = of('rich_text_section', { elements: fc.array(inline, { maxLength: 3 }) });
const richParts = fc.oneof(
  richSection,
  of(
    'rich_text_list',
    {
      style: fc.constantFrom('bullet', 'ordered'),
      elements: fc.array(richSection, { minLength: 1, maxLength: 3 }),
    },
    { indent: fc.integer({ min: 0, max: 8 }) },
  ),
  of('rich_text_quote', { elements: fc.array(inline, { maxLength: 2 }) }),
  of(
    'rich_text_preformatted',
    { elements: fc.array(of('text', { text: words(50) }), { maxLength: 2 }) },
    { border: fc.constant(1) },
  ),
);
const richText = of('rich_text', { elements: fc.array(richParts, { minLength: 1, maxLength: 3 }) });

const cell = fc.oneof(
  of('raw_text', { text: words(20) }),
  of('raw_number', { value: fc.integer() }, { text: words(5) }),
  of('rich_text', { elements: fc.array(richSection, { minLength: 1, maxLength: 1 }) }),
);
const short = of('raw_text', {
  text: fc.string({ unit: 'grapheme-ascii', maxLength: 3 }).map((one) => `c${one}`),
});
const square = (rows: number, columns: number): Made =>
  fc
    .array(fc.array(short, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows })
    .map((made) => made as Json);
const cellsOf = fc.oneof(
  fc
    .array(fc.array(cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
    .map((made) => made as Json),
  square(100, 2),
  square(2, 20),
);
const point = (label: string): Made =>
  anything({ label: fc.constant(label), value: fc.integer({ min: 1, max: 99 }) });
const chart = fc.oneof(
  anything({
    type: fc.constant('pie'),
    segments: fc.tuple(point('a'), point('b')).map((made): Json => made),
  }),
  anything({
    type: fc.constantFrom('bar', 'line', 'area'),
    axis_config: fc.constant({ categories: ['mon', 'tue'] }),
    series: fc.tuple(point('mon'), point('tue')).map((data): Json => [{ name: 'errors', data }]),
  }),
);
const card = of(
  'card',
  { title: text(150) },
  {
    subtitle: text(150),
    body: text(200),
    subtext: text(200),
    hero_image: picture,
    icon: picture,
    actions: some(button, 3),
  },
);
const task = (...statuses: string[]) =>
  of(
    'task_card',
    { task_id: words(255), title: words(256), status: fc.constantFrom(...statuses) },
    { details: richText, sources: fc.constant([{ type: 'url', url: 'https://a.b', text: 'a' }]) },
  );

const simple: Record<string, Made> = {
  header: of('header', { text: plain(150) }, { level: fc.integer({ min: 1, max: 4 }) }),
  section: of(
    'section',
    { text: text(3_000) },
    { accessory: fc.oneof(picture, button, workflow, menus), expand: fc.boolean() },
  ),
  fields: of('section', { fields: some(text(2_000), 10) }),
  context: of('context', { elements: some(fc.oneof(picture, text(3_000)), 10) }),
  actions: of('actions', { elements: some(fc.oneof(button, workflow, menus, datetime), 25) }),
  divider: of('divider', {}),
  image: of('image', { alt_text: words(2_000), image_url: url }, { title: plain(2_000) }),
  input: of(
    'input',
    {
      label: plain(2_000),
      element: fc.oneof(
        menus.filter((one) => (one as { type: string }).type !== 'overflow'),
        datetime,
        typed,
      ),
    },
    { hint: plain(2_000), optional: fc.boolean() },
  ),
  rich_text: richText,
  table: of(
    'table',
    { rows: cellsOf },
    { column_settings: fc.constant([null, { align: 'right', is_wrapped: true }]) },
  ),
};
const kinds: Record<string, Made> = {
  ...simple,
  markdown: of('markdown', { text: words(500) }),
  context_actions: of('context_actions', {
    elements: some(
      fc.oneof(
        of('feedback_buttons', {
          positive_button: anything({ text: plain(75), value: words(2_000) }),
          negative_button: anything({ text: plain(75), value: words(9) }),
        }),
        of('icon_button', { icon: fc.constant('trash'), text: plain(75) }, { confirm }),
      ),
      5,
    ),
  }),
  data_table: of(
    'data_table',
    { caption: words(100), rows: fc.oneof(square(3, 4), square(201, 2)) },
    { page_size: fc.integer({ min: 1, max: 100 }) },
  ),
  data_visualization: of('data_visualization', { title: words(50), chart }),
  card,
  carousel: of('carousel', { elements: some(card, 10) }),
  container: of(
    'container',
    { title: plain(150), child_blocks: some(fc.oneof(...Object.values(simple)), 3) },
    { width: fc.constantFrom('narrow', 'full'), is_collapsible: fc.boolean() },
  ),
  plan: of('plan', { title: words(256), tasks: fc.array(task('pending', 'complete'), { maxLength: 3 }) }),
  task_card: task('in_progress', 'complete', 'error'),
};

export const goodBlock: fc.Arbitrary<Json> = fc.oneof(...Object.values(kinds));

/** A message that Slack takes: few blocks, so that the limits of a whole message hold. */
export const goodMessage: fc.Arbitrary<Json> = fc
  .record(
    {
      text: words(4_000),
      blocks: fc.array(goodBlock, { maxLength: 3 }),
      attachments: fc.array(
        fc.oneof(
          fc.constant<Json>({
            color: '#36a64f',
            title: 'Disk',
            text: '*full*',
            fallback: 'Disk full',
            fields: [{ title: 'Used', value: '97%', short: true }],
          }),
          fc.array(goodBlock, { minLength: 1, maxLength: 2 }).map((blocks): Json => ({ blocks })),
        ),
        { maxLength: 2 },
      ),
      metadata: fc.constant({ event_type: 'switchboard_delivery', event_payload: { id: '1' } }),
    },
    { requiredKeys: ['text'] },
  )
  .map((made) => made as Json)
  .filter((made) => JSON.stringify(made).length < 9_000);
