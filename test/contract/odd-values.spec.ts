import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';

/** What is sent, and what of the answer says what is allowed. */
type Odd = [body: string, words: string];

const LIMITS: Odd[] = [
  ['{"postsPerMinute": -3}', 'postsPerMinute must be a whole number from 1 to 1000000, not -3'],
  ['{"postsPerMinute": 0.5}', 'postsPerMinute must be a whole number from 1 to 1000000, not 0.5'],
  ['{"postsPerMinute": 1e999}', 'postsPerMinute must be a whole number from 1 to 1000000, not Infinity'],
  ['{"postsPerMinute": "many"}', 'postsPerMinute must be a whole number from 1 to 1000000, not "many"'],
  ['{"postsPerMinute": null}', 'postsPerMinute must be a whole number from 1 to 1000000, not null'],
  [
    '{"postMessage": {"perSecond": 1e12, "burst": 4}}',
    'postMessage.perSecond must be a number from 0.001 to 1000000',
  ],
  [
    '{"postMessage": {"perSecond": 1, "burst": 0.2}}',
    'postMessage.burst must be a whole number from 1 to 1000000',
  ],
  [
    '{"postMessage": {"perSecond": 1}}',
    'postMessage.burst must be a whole number from 1 to 1000000, not nothing',
  ],
  [
    '{"webhook": {"perSecond": "NaN", "burst": 1}}',
    'webhook.perSecond must be a number from 0.001 to 1000000, not "NaN"',
  ],
  ['{"tiers": {"2": -1}}', 'tiers.2 must be a whole number from 1 to 1000000, not -1'],
  ['{"tiers": {"9": 1}}', 'no tier 9, only 1, 2, 3, 4'],
  ['{"methods": {"chat.update": 1e300}}', 'methods.chat.update must be a whole number from 1 to 1000000'],
  ['{"enabled": "yes"}', 'enabled must be true or false'],
  ['{"postMesage": {"perSecond": 1, "burst": 1}}', 'limit has no postMesage, only enabled, tiers'],
];
const FAULTS: Odd[] = [
  [
    '{"rules": [{"fault": "reset", "count": 1e300}]}',
    'rules[0].count must be a whole number from 0 to 1000000',
  ],
  [
    '{"rules": [{"fault": "reset", "count": "two"}]}',
    'rules[0].count must be a whole number from 0 to 1000000, not "two"',
  ],
  [
    '{"rules": [{"fault": "slow", "ms": 1e999}]}',
    'rules[0].ms must be a number from 0 to 86400000, not Infinity',
  ],
  ['{"rules": [{"fault": "slow", "ms": null}]}', 'rules[0].ms must be a number from 0 to 86400000, not null'],
  [
    '{"rules": [{"fault": "ratelimited", "retryAfterS": 1e9}]}',
    'rules[0].retryAfterS must be a whole number from 1 to 86400',
  ],
];
const OTHERS: [path: string, ...odd: Odd][] = [
  [
    'deliveries',
    '{"deadlineMs": 20, "retryDelaysMs": [0, -1]}',
    'retryDelaysMs[1] must be a number from 0 to 86400000, not -1',
  ],
  [
    'deliveries',
    '{"deadlineMs": 20, "eventsPerHour": 1e999}',
    'eventsPerHour must be a whole number from 1 to 1000000',
  ],
  [
    'clock',
    '{"scale": 60, "advanceMs": 1e999}',
    'advanceMs must be a number above 0, up to 315360000000, not Infinity',
  ],
  [
    'memory',
    '{"messagesPerChannel": 2.5}',
    'messagesPerChannel must be a whole number from 1 to 1000000, not 2.5',
  ],
];

describe('odd values of limits and faults', () => {
  let sandbox: ContractSandbox;
  beforeAll(async () => (sandbox = await startContractSandbox()));
  afterAll(() => sandbox.close());

  const put = async (path: string, body: string) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${sandbox.url}/control/${path}`, { method: 'PUT', headers, body });
    return { status: answer.status, body: (await answer.json()) as { error?: string; now?: number } };
  };
  /** All that these calls can change, as calls that change nothing tell it. */
  const settings = async () => {
    const { rules, seed } = (await (await fetch(`${sandbox.url}/control/faults`)).json()) as Record<
      string,
      unknown
    >;
    const told = [await put('limits', '{}'), await put('deliveries', '{}'), await put('memory', '{}')];
    const { scale } = (await (await fetch(`${sandbox.url}/control/clock`)).json()) as { scale: number };
    return { rules, seed, scale, told: told.map(({ body }) => ({ ...body, rss: 0, heapUsed: 0 })) };
  };

  it.each([
    ...LIMITS.map((odd): [string, ...Odd] => ['limits', ...odd]),
    ...FAULTS.map((odd): [string, ...Odd] => ['faults', ...odd]),
    ...OTHERS,
  ])('%s %s is refused, with what is allowed, and changes nothing', async (path, body, words) => {
    await put('faults', '{"rules": [{"fault": "slow", "ms": 5, "count": 3}], "seed": 7}');
    const before = await settings();
    const refused = await put(path, body);
    expect(refused.status).toBe(400);
    expect(refused.body.error).toContain(words);
    expect(await settings()).toEqual(before);
  });

  it('what is at the edge is taken', async () => {
    expect((await put('limits', '{"postsPerMinute": 1000000, "postMessage": {"perSecond": 0.001, "burst": 1}}')).status).toBe(200); // prettier-ignore
    expect((await put('faults', '{"rules": [{"fault": "slow", "ms": 0, "count": 0}]}')).status).toBe(200);
    expect((await put('deliveries?team=T0ACME0001', '{"deadlineMs": 0.5}')).status).toBe(200);
    expect((await put('limits?team=T0ACME0001', '{"methods": {"chat.update": null}}')).status).toBe(200);
  });
});
