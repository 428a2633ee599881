import fc from 'fast-check';
import { runs } from '../../test/harness/runs.js';
import { LIMITS, type SlackMessage } from '../slack/index.js';
import { PAGE_CHARACTERS, type Storm, step, pagesOf } from './domain/storm.js';
import { stormCard, stormDetails, stormLine } from './storm-card.js';

const NOW = Date.parse('2026-11-23T06:00:00Z');
const title = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.constantFrom('', ' \n', '<!channel>', '&'.repeat(1_000), '🔴'.repeat(500), '<https://a.b|c>'),
);
const merged = fc.record({ priority: fc.integer({ min: 1, max: 3 }), source: title, title });

const stormOf = (some: { priority: number; source: string; title: string }[]) =>
  step(
    undefined,
    some.map((one) => ({ ...one, at: NOW, mergeAt: 0, line: stormLine(one), mention: null })),
    NOW,
  ).storm as Storm;

function expectWithinLimits({ text, blocks = [] }: SlackMessage) {
  expect(text.length).toBeLessThanOrEqual(LIMITS.messageText);
  expect(blocks.length).toBeLessThanOrEqual(LIMITS.blocks);
  for (const block of blocks)
    if (block.type === 'section') expect(block.text?.text.length).toBeLessThanOrEqual(LIMITS.sectionText);
}

describe('the summary of a storm', () => {
  it('says how many of what came from where, and when', () => {
    const some = [
      ...Array.from({ length: 3 }, () => ({ priority: 2, source: 'alertmanager', title: 'x' })),
      { priority: 1, source: 'alertmanager', title: 'x' },
      { priority: 3, source: 'a & b', title: 'x' },
    ];
    const { text, blocks } = stormCard(stormOf(some), false);
    expect(text).toBe(
      'Storm: 5 messages in one. alertmanager 4, a &amp; b 1. It goes on; this message follows it.',
    );
    const shown = JSON.stringify(blocks);
    expect(shown).toContain('*alertmanager*  4  (1 error, 3 warning)\\n*a &amp; b*  1  (1 info)');
    expect(shown).toContain('<!date^1795413600^');
    expect(JSON.stringify(stormCard(stormOf(some), true))).toContain('The storm is over.');
  });

  it('names twenty sources, and says how many more there are', () => {
    const some = Array.from({ length: 25 }, (_, index) => ({ priority: 3, source: `s${index}`, title: 'x' }));
    const shown = JSON.stringify(stormCard(stormOf(some), false));
    expect(shown).toContain('… and 5 more sources');
    expect(shown).not.toContain('*s20*');
  });

  it('keeps Slack’s limits, and pings nobody, whatever merged', () => {
    fc.assert(
      fc.property(fc.array(merged, { minLength: 1, maxLength: 60 }), (some) => {
        const card = stormCard(stormOf(some), false);
        expectWithinLimits(card);
        const replies = pagesOf(some.map(stormLine), PAGE_CHARACTERS).map(stormDetails);
        replies.forEach(expectWithinLimits);
        for (const { text, blocks } of [card, ...replies])
          expect(text + JSON.stringify(blocks)).not.toMatch(/<[!@](?!date)/);
      }),
      runs(100),
    );
  });
});

describe('a reply with details', () => {
  it('says the same with blocks and without', () => {
    const lines = Array.from({ length: 60 }, (_, index) =>
      stormLine({ priority: 1, source: 'grafana', title: `Disk ${index}\nfull` }),
    );
    const { text, blocks } = stormDetails(lines);
    expect(text).toBe(lines.join('\n'));
    const shown = (blocks ?? [])
      .map((block) => (block.type === 'section' ? block.text?.text : ''))
      .join('\n');
    expect(shown).toBe(text);
    expect(lines[3]).toBe(':large_orange_circle: Disk 3 full  ·  grafana');
  });
});
