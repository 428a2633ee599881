import { inReadingOrder } from './document-order.js';

describe('a routing document', () => {
  it('is shown as people write it: names, conditions, and then where to', () => {
    const kept = {
      storms: { off: true },
      fallback: { channel: '#general' },
      routes: [{ to: [{ channel: '#ops' }], name: 'all', match: { labels: { to: 'a', name: 'b' } } }],
    };
    const shown = inReadingOrder(kept);
    expect(shown).toEqual(kept);
    expect(JSON.stringify(shown)).toBe(
      '{"routes":[{"name":"all","match":{"labels":{"name":"b","to":"a"}},"to":[{"channel":"#ops"}]}],"fallback":{"channel":"#general"},"storms":{"off":true}}',
    );
  });
});
