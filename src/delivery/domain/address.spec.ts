import {
  addressOf,
  isEmail,
  isPersonId,
  isWebhook,
  isWebhookName,
  laneFor,
  webhookLane,
  webhookName,
} from './address.js';

describe('a destination’s lane', () => {
  it.each([
    ['a channel’s id', 'C0123456789', 'C0123456789', undefined],
    ['a direct message’s id', 'D0123456789', 'D0123456789', undefined],
    ['a channel’s name', '#ops', '#ops', { kind: 'channel', name: 'ops' }],
    ['a name in capitals', '#Ops', '#ops', { kind: 'channel', name: 'ops' }],
    ['a person', 'U0123456789', '@U0123456789', { kind: 'person', id: 'U0123456789' }],
    ['a person of an organisation', 'W0123456789', '@W0123456789', { kind: 'person', id: 'W0123456789' }],
    ['an e-mail address', 'Ann@Example.com', '@ann@example.com', { kind: 'email', email: 'ann@example.com' }],
    ['a webhook', 'webhook:pager', 'webhook:pager', undefined],
  ])('of %s, %s, is %s', (_, destination, lane, address) => {
    expect(laneFor(destination)).toBe(lane);
    expect(addressOf(lane)).toEqual(address);
  });

  it('stays what it is when it is taken for a destination again', () => {
    for (const lane of ['#ops', 'C0123456789', 'webhook:pager']) expect(laneFor(lane)).toBe(lane);
  });
});

describe('a person', () => {
  it('is named by Slack’s id or by e-mail address', () => {
    expect(isPersonId('U0123456789')).toBe(true);
    expect(isPersonId('C0123456789')).toBe(false);
    expect(isEmail('ann@example.com')).toBe(true);
    expect(isEmail('ann+pager@mail.example.co.uk')).toBe(true);
  });

  it.each(['ann', 'ann@example', '@example.com', 'ann@b@example.com', 'ann @example.com', '<a@b.c>', 'a@b.'])(
    'is not %j',
    (text) => expect(isEmail(text)).toBe(false),
  );
});

describe('a webhook', () => {
  it('is told by its lane, and named in its lane', () => {
    expect(isWebhook(webhookLane('pager'))).toBe(true);
    expect(isWebhook('#webhook')).toBe(false);
    expect(webhookName(webhookLane('pager'))).toBe('pager');
  });

  it.each([
    ['pager', true],
    ['pager.eu-1_a', true],
    ['Pager', false],
    ['', false],
    ['-pager', false],
    ['a b', false],
  ])('may be called %j: %s', (name, may) => expect(isWebhookName(name)).toBe(may));
});
