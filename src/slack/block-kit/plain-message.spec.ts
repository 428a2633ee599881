import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { anyMessage } from '../../../test/property/spoiled-messages.js';
import { actions, button, context, fieldSections, header, image, section } from './blocks.js';
import { checkMessage } from './check-message.js';
import { plainMessage } from './plain-message.js';

const LINK = 'https://board.example.com/messages/T1/2/3';
const why = 'Slack refused the card (invalid_blocks)';
const textOf = (...blocks: unknown[]) => plainMessage({ text: 'Summary', blocks }).text;

describe('a message as plain text', () => {
  it('has its title, texts, fields, links and small print, why it is so, and the link', () => {
    const blocks = [
      header(':fire: Disk full & rising'),
      context('Critical'),
      section('*97%* used, see <https://a.b|this>'),
      ...fieldSections([{ label: 'host', value: 'db-3' }]),
      image('https://a.b/c.png', 'A graph'),
      actions(button({ actionId: 'a', value: 'v', label: 'Acknowledge' })),
    ];
    const metadata = { event_type: 'delivery', event_payload: { id: '7' } };
    const message = { text: 'Disk full', blocks, metadata };
    expect(plainMessage(message, { link: LINK, why })).toEqual({
      text: [
        '*:fire: Disk full &amp; rising*',
        'Critical',
        '*97%* used, see <https://a.b|this>',
        '*host* db-3',
        '<https://a.b/c.png|A graph>',
        `_${why}_  ·  <${LINK}|The whole message>`,
      ].join('\n'),
      metadata,
    });
  });

  it.each<[string, unknown, string]>([
    [
      'a table',
      {
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: 'a' },
            { type: 'raw_number', value: 7 },
          ],
          [{ type: 'raw_text', text: 'b' }],
        ],
      },
      'a | 7\nb',
    ],
    [
      'rich text',
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'Hi ', style: { bold: true } },
              { type: 'user', user_id: 'U012345678' },
              { type: 'user', user_id: '<!channel>' },
            ],
          },
          {
            type: 'rich_text_list',
            style: 'ordered',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a<b' }] }],
          },
        ],
      },
      '*Hi* <@U012345678>&lt;!channel&gt;\n1. a&lt;b',
    ],
    [
      'a card',
      { type: 'card', title: { type: 'plain_text', text: 'T' }, body: { type: 'mrkdwn', text: '_b_' } },
      '*T*\n_b_',
    ],
    [
      'a container',
      { type: 'container', title: { type: 'plain_text', text: 'T' }, child_blocks: [section('in')] },
      '*T*\nin',
    ],
    [
      'a link button',
      actions({ ...button({ actionId: 'a', value: '', label: 'Runbook' }), url: 'https://a.b' }),
      '<https://a.b|Runbook>',
    ],
  ])('%s', (_, block, text) => {
    expect(textOf(header('x'), block)).toBe(`*x*\n${text}`);
  });

  it('begins with what notifications say, where the blocks have no title', () => {
    expect(textOf(section('a'))).toBe('Summary\na');
    expect(textOf(section('Summary'))).toBe('Summary');
  });

  it('reads attachments', () => {
    const attachment = {
      title: 'Disk',
      title_link: 'https://a.b',
      text: '*full*',
      fields: [{ title: 'Used', value: '97%' }],
    };
    expect(plainMessage({ text: 'x', attachments: [attachment, { fallback: 'y' }] }).text).toBe(
      'x\n<https://a.b|Disk>\n*full*\n*Used* 97%\ny',
    );
  });

  it('is cut before the link, and a code block ends there', () => {
    const { text } = plainMessage({ text: `\`\`\`${'x\n'.repeat(5_000)}\`\`\`` }, { link: LINK });
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(text).toMatch(/…\n```\n<https:.*\|The whole message>$/);
  });

  it('of nothing is a dash', () => {
    expect(plainMessage({ text: ' ', blocks: [{ type: 'divider' }] })).toEqual({ text: '–' });
    expect(plainMessage(undefined)).toEqual({ text: '–' });
  });

  it('has no fault, whatever came, and ends with the link', () => {
    fc.assert(
      fc.property(anyMessage, fc.string({ unit: 'grapheme', maxLength: 400 }), (message, reason) => {
        const plain = plainMessage(message, { link: LINK, why: reason });
        expect(checkMessage(plain)).toEqual([]);
        expect(plain.text.endsWith(`<${LINK}|The whole message>`)).toBe(true);
        expect(plain).not.toHaveProperty('blocks');
      }),
      runs(200),
    );
  });
});
