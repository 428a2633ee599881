import fc from 'fast-check';
import type { KnownBlock } from '@slack/types';
import { runs } from '../../test/harness/runs.js';
import { bodyBlocks, notificationCard, severityEmoji, severityName } from './notification-card.js';
import { SEVERITIES } from './notification.dto.js';
import type { Draft } from './notification.js';

const draft = (change: Partial<Draft> = {}): Draft => ({
  type: 'message',
  severity: 'warning',
  title: 'Disk full on db-3',
  labels: {},
  fields: [],
  links: [],
  ...change,
});
const typesOf = (blocks: KnownBlock[] = []) => blocks.map(({ type }) => type);
const fieldsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ label: `l${index}`, value: `v${index}` }));
const body = (change: Partial<Draft>) => JSON.stringify(bodyBlocks(draft(change)));

describe('a notification’s card', () => {
  it('has its severity and title above, then where it comes from', () => {
    expect(notificationCard(draft({ source: 'backup', type: 'backup.failed' }))).toEqual({
      text: 'Disk full on db-3',
      blocks: [
        {
          type: 'header',
          text: { type: 'plain_text', text: ':large_yellow_circle: Disk full on db-3', emoji: true },
        },
        {
          type: 'context',
          elements: [{ type: 'mrkdwn', text: 'Warning  ·  backup  ·  backup.failed', verbatim: true }],
        },
      ],
    });
  });

  it('does not say that a message is a message', () => {
    expect(JSON.stringify(notificationCard(draft()))).not.toContain('message');
  });

  it('has description, fields, image and links in this order', () => {
    const blocks = bodyBlocks(
      draft({
        text: 'words',
        fields: fieldsOf(11),
        image: { url: 'https://a.example/x.png', alt: 'a graph' },
        links: [{ text: 'Runbook', url: 'https://wiki.example/x' }],
      }),
    );
    expect(typesOf(blocks)).toEqual(['section', 'section', 'section', 'image', 'context']);
  });

  it('shows each severity by a sign of its own, and a word', () => {
    expect(new Set(SEVERITIES.map(severityEmoji)).size).toBe(SEVERITIES.length);
    expect(SEVERITIES.map(severityName)).toEqual(['Critical', 'Error', 'Warning', 'Info']);
  });

  it.each([undefined, '', ' \n\t'])('has no section for the text %j', (text) => {
    expect(bodyBlocks(draft({ text }))).toEqual([]);
  });

  it('reads its text as mrkdwn, and all the rest as text', () => {
    expect(body({ text: '*bold* <!channel>' })).toContain('*bold* &lt;!channel&gt;');
    expect(body({ fields: [{ label: '<!here>', value: '<https://x|y>' }] })).toContain(
      '*&lt;!here&gt;*\\n&lt;https://x|y&gt;',
    );
    const { text, blocks } = notificationCard(draft({ title: '<!channel>', source: '<@U012>' }));
    expect(text).toBe('&lt;!channel&gt;');
    expect(JSON.stringify(blocks?.slice(1))).toContain('&lt;@U012&gt;');
  });

  it('shows a hundred fields and says how many more there are', () => {
    expect(bodyBlocks(draft({ fields: fieldsOf(100) }))).toHaveLength(10);
    const blocks = bodyBlocks(draft({ fields: fieldsOf(600) }));
    expect(typesOf(blocks)).toEqual([...Array.from({ length: 10 }, () => 'section'), 'context']);
    expect(JSON.stringify(blocks.at(-1))).toContain('… and 500 more fields');
  });

  it('cuts its text for notifications after escaping it', () => {
    const { text } = notificationCard(draft({ title: '&'.repeat(1_000) }));
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(text).toMatch(/^(&amp;)+…$/);
  });

  it('never has more blocks than Slack takes', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(20), (fields, links) => {
        const all = draft({
          text: 'x',
          fields: fieldsOf(fields),
          links: Array.from({ length: links }, () => ({
            text: 'x',
            url: `https://a.example/${'x'.repeat(1_000)}`,
          })),
          image: { url: 'https://a.example/x.png', alt: 'x' },
        });
        expect(notificationCard(all).blocks?.length).toBeLessThanOrEqual(50);
      }),
      runs(30),
    );
  });
});
