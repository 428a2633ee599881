import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { runs } from '../../test/harness/runs.js';
import { type AlertView, alertCard } from './alert-card.js';

const at = new Date('2026-11-23T06:00:00Z');
const view = (change: Partial<AlertView> = {}): AlertView => ({
  id: '019aaf00-0000-7000-8000-000000000001',
  state: 'firing',
  severity: 'critical',
  source: 'alertmanager',
  title: 'Disk full on db-3',
  body: { labels: {}, fields: [], links: [] },
  firedAt: at,
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
  ...change,
});
const blocksOf = (alert: AlertView) => alertCard(alert).blocks ?? [];
const titleOf = (alert: AlertView) => {
  const [first] = blocksOf(alert);
  return first?.type === 'header' ? first.text.text : undefined;
};
const contextsOf = (alert: AlertView) =>
  blocksOf(alert).flatMap((block) =>
    block.type === 'context' ? block.elements.map((one) => ('text' in one ? one.text : '')) : [],
  );
const buttonsOf = (alert: AlertView) =>
  blocksOf(alert).flatMap((block) => (block.type === 'actions' ? block.elements : []));
const DATE = '<!date^1795413600^{date_short_pretty} at {time}|2026-11-23T06:00:00.000Z>';

const acknowledged = view({ state: 'acknowledged', acknowledgedAt: at, acknowledgedBy: 'U0123456789' });

describe('an alert’s card', () => {
  it('while it fires shows its severity and since when, and can be acknowledged', () => {
    expect(titleOf(view())).toBe(':red_circle: Disk full on db-3');
    expect(contextsOf(view())).toEqual([`Critical  ·  alertmanager  ·  fired ${DATE}`]);
    expect(buttonsOf(view())).toMatchObject([
      { action_id: 'alert.ack', value: view().id, style: 'primary', text: { text: 'Acknowledge' } },
    ]);
    expect(alertCard(view()).text).toBe('Firing: Disk full on db-3');
  });

  it('once acknowledged says by whom and when, and has no button any more', () => {
    expect(titleOf(acknowledged)).toBe(':red_circle: Disk full on db-3');
    expect(contextsOf(acknowledged)[1]).toBe(`:eyes: Acknowledged by <@U0123456789> ${DATE}`);
    expect(buttonsOf(acknowledged)).toEqual([]);
    expect(alertCard(acknowledged).text).toBe('Acknowledged: Disk full on db-3');
  });

  it('once resolved is green, and keeps who had acknowledged it', () => {
    const resolved = view({ ...acknowledged, state: 'resolved', resolvedAt: at });
    expect(titleOf(resolved)).toBe(':white_check_mark: Disk full on db-3');
    expect(contextsOf(resolved).slice(1)).toEqual([
      `:eyes: Acknowledged by <@U0123456789> ${DATE}`,
      `:white_check_mark: Resolved ${DATE}`,
    ]);
    expect(buttonsOf(resolved)).toEqual([]);
    expect(alertCard(resolved).text).toBe('Resolved: Disk full on db-3');
  });

  it('says who resolved it: a person, a key, or its source by itself', () => {
    const by = (resolvedBy: string | null) =>
      contextsOf(view({ state: 'resolved', resolvedAt: at, resolvedBy }))[1];
    expect(by('U0123456789')).toBe(`:white_check_mark: Resolved by <@U0123456789> ${DATE}`);
    expect(by('key:0123456789ab')).toBe(`:white_check_mark: Resolved by API key \`0123456789ab\` ${DATE}`);
    expect(by(null)).toBe(`:white_check_mark: Resolved ${DATE}`);
  });

  it('leaves out what it does not know', () => {
    expect(contextsOf(view({ source: null, firedAt: null }))).toEqual(['Critical']);
  });

  it('pings nobody by what came from outside', () => {
    const evil = '<!channel> <@U999>';
    const card = JSON.stringify(
      alertCard(
        view({
          title: evil,
          source: evil,
          body: {
            text: evil,
            labels: {},
            fields: [{ label: evil, value: evil }],
            links: [{ text: evil, url: evil }],
          },
        }),
      ).blocks?.slice(1),
    );
    expect(card).not.toMatch(/<!(?!date)|<@/);
  });
});

/** Slack's limits (docs.slack.dev/reference/block-kit), written apart from the builders. */
function expectWithinLimits(blocks: KnownBlock[]) {
  expect(blocks.length).toBeGreaterThanOrEqual(1);
  expect(blocks.length).toBeLessThanOrEqual(50);
  const within = (text: string | undefined, most: number) => {
    expect(text?.trim()).not.toBe('');
    expect(text?.length ?? 1).toBeLessThanOrEqual(most);
  };
  for (const block of blocks) {
    if (block.type === 'header') within(block.text.text, 150);
    if (block.type === 'section') {
      within(block.text?.text, 3_000);
      expect(block.fields?.length ?? 1).toBeGreaterThanOrEqual(1);
      expect(block.fields?.length ?? 1).toBeLessThanOrEqual(10);
      for (const field of block.fields ?? []) within(field.text, 2_000);
    }
    if (block.type === 'context') {
      expect(block.elements.length).toBeGreaterThanOrEqual(1);
      expect(block.elements.length).toBeLessThanOrEqual(10);
      for (const element of block.elements) if ('text' in element) within(element.text, 3_000);
    }
    if (block.type === 'image') within(block.alt_text, 2_000);
  }
}

describe('a card of any alert', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', ' ', '\n', '\u200b'),
    fc
      .tuple(
        fc.constantFrom('a', ':red_circle:', '&', '<', 'https://a.b ', '<!channel>'),
        fc.integer({ min: 1, max: 5_000 }),
      )
      .map(([unit, times]) => unit.repeat(times)),
  );
  const when = fc.option(fc.constant(at));
  const actor = fc.option(fc.constantFrom('U0123456789', 'key:0123456789ab'));
  const body = fc.record({
    text: fc.option(text, { nil: undefined }),
    labels: fc.constant({}),
    fields: fc.oneof(
      fc.array(fc.record({ label: text, value: text }), { maxLength: 12 }),
      fc.nat(1_000).map((count) => Array.from({ length: count }, () => ({ label: 'l', value: 'v' }))),
    ),
    links: fc.array(fc.record({ text, url: fc.oneof(fc.webUrl(), text) }), { maxLength: 20 }),
    image: fc.option(fc.record({ url: fc.webUrl(), alt: text }), { nil: undefined }),
  });
  const alerts = fc.record<AlertView>({
    id: fc.uuid(),
    state: fc.constantFrom('firing', 'acknowledged', 'resolved'),
    severity: fc.constantFrom('critical', 'error', 'warning', 'info'),
    source: fc.option(text),
    title: text,
    body,
    firedAt: when,
    acknowledgedAt: when,
    acknowledgedBy: actor,
    resolvedAt: when,
    resolvedBy: actor,
  });

  it('stays within Slack’s limits', () => {
    fc.assert(
      fc.property(alerts, (alert) => {
        const { text: summary, blocks = [] } = alertCard(alert);
        expect(summary.length).toBeLessThanOrEqual(4_000);
        expectWithinLimits(blocks);
      }),
      runs(100),
    );
  });
});
