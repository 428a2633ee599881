import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { actions, button, context, fieldSections, header, image, mrkdwn, section } from './blocks.js';

/** Any text, long ones of all kinds among them. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', '\n', '\u200b', '\0', '\u00a0\t'),
  fc
    .tuple(
      fc.constantFrom('a', '🔴', '&amp;', '<https://a.b|c>', 'é ', '\n', '\u200d'),
      fc.integer({ min: 1, max: 4_000 }),
    )
    .map(([unit, times]) => unit.repeat(times)),
);
const visible = /[^\s\p{Cc}\p{Cf}]/u;

describe('Block Kit within Slack’s limits', () => {
  it('has a header of 1 to 150 characters on one line, whatever the title', () => {
    fc.assert(
      fc.property(text, (title) => {
        const { type, text: shown } = header(title).text;
        expect(type).toBe('plain_text');
        expect(shown.length).toBeLessThanOrEqual(150);
        expect(shown).toMatch(visible);
        expect(shown).not.toMatch(/\p{Cc}/u);
      }),
      runs(200),
    );
  });

  it('has line breaks of a title as spaces, and a dash for a title of nothing', () => {
    expect(header('Disk full\r\n on\tdb-3\n').text.text).toBe('Disk full on db-3');
    expect(header(' \n').text.text).toBe('–');
  });

  it('has sections of 1 to 3,000 characters', () => {
    fc.assert(
      fc.property(text, (words) => {
        const shown = section(words).text?.text ?? '';
        expect(shown.length).toBeLessThanOrEqual(3_000);
        expect(shown).toMatch(visible);
      }),
      runs(200),
    );
  });

  it('has fields in tens, each of 1 to 2,000 characters, in their order', () => {
    const fields = fc.array(fc.record({ label: text, value: text }), { maxLength: 35 });
    fc.assert(
      fc.property(fields, (given) => {
        const sections = fieldSections(given).map((block) => block.fields ?? []);
        expect(sections).toHaveLength(Math.ceil(given.length / 10));
        for (const some of sections) {
          expect(some.length).toBeGreaterThanOrEqual(1);
          expect(some.length).toBeLessThanOrEqual(10);
        }
        const all = sections.flat();
        expect(all).toHaveLength(given.length);
        all.forEach((field, index) => {
          expect(field.text.length).toBeLessThanOrEqual(2_000);
          const { label, value } = given[index];
          const whole = `*${label}*\n${value}`;
          if (whole.length <= 2_000) expect(field.text).toBe(whole);
        });
      }),
      runs(50),
    );
  });

  it('shows a field’s label in bold above its value', () => {
    expect(fieldSections([{ label: 'host', value: 'db-3' }])).toEqual([
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*host*\ndb-3', verbatim: true }] },
    ]);
    expect(fieldSections([])).toEqual([]);
  });

  it('has at most ten elements in a context', () => {
    const { elements } = context(...Array.from({ length: 12 }, (_, index) => `${index}`), '');
    expect(elements).toHaveLength(10);
    expect(context('x'.repeat(5_000)).elements[0]).toMatchObject({ text: `${'x'.repeat(2_999)}…` });
  });

  it('has buttons of 75 characters, 25 at most', () => {
    const long = button({ actionId: 'a', value: 'v', label: 'x'.repeat(100), style: 'danger' });
    expect(long).toEqual({
      type: 'button',
      action_id: 'a',
      value: 'v',
      style: 'danger',
      text: { type: 'plain_text', text: `${'x'.repeat(74)}…`, emoji: true },
    });
    expect(button({ actionId: 'a', value: 'v', label: 'x' })).not.toHaveProperty('style');
    expect(actions(...Array.from({ length: 30 }, () => long)).elements).toHaveLength(25);
  });

  it('says what an image shows, in 1 to 2,000 characters', () => {
    expect(image('https://a.b/c.png', 'x'.repeat(3_000)).alt_text).toHaveLength(2_000);
    expect(image('https://a.b/c.png', ' ')).toMatchObject({ alt_text: '–', image_url: 'https://a.b/c.png' });
  });

  it('tells Slack not to look for pings in text', () => {
    expect(mrkdwn('@channel', 100)).toEqual({ type: 'mrkdwn', text: '@channel', verbatim: true });
  });
});
