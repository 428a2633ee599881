import { ManualTimer } from '../clock/manual-timer.js';
import { Slack } from '../slack.js';
import { demoApp } from '../workspace/seed.js';
import { forgetExpired } from './forget-expired.js';

const APP = { ...demoApp(), tokenRotation: true };
const WHO = { appId: APP.id, teamId: 'T0ACME0001', userId: 'U0ANN00001' };
const GRANT = { ...WHO, scopes: ['chat:write'], userScopes: [], redirectUri: '', userOnly: false };

/** A run may install and rotate for days. */
describe('what a long run leaves in memory', () => {
  let slack: Slack;
  let timer: ManualTimer;

  beforeEach(() => {
    timer = new ManualTimer(1_700_000_000_000);
    slack = new Slack(timer);
    slack.world.apps.set(APP.id, APP);
  });
  afterEach(() => slack.close());

  it('of access tokens are those that live and the thousand that died last', () => {
    const { installs, world } = slack;
    const first = installs.install(APP, GRANT).botToken;
    for (let count = 0; count < 1100; count += 1) installs.install(APP, GRANT);
    expect(world.tokens.has(first)).toBe(false);
    const states = [...world.tokens.values()].map(({ state }) => state);
    expect(states.filter((state) => state === 'live')).toHaveLength(2);
    expect(states.filter((state) => state === 'token_revoked')).toHaveLength(1000);
  });

  it('of refresh tokens are the hundred of one principal that came last', () => {
    const { installs, tokens, world } = slack;
    const { botToken } = installs.install(APP, GRANT);
    const token = world.tokens.get(botToken);
    if (!token) throw new Error('no token');
    const given = Array.from({ length: 101 }, () => tokens.renewal(APP, token)?.refresh_token ?? '');
    expect(tokens.refresh(APP, given[0])).toBeUndefined();
    expect(tokens.refresh(APP, given[1])).toBeDefined();
  });

  it('of codes are those that still serve', () => {
    const codes = new Map([1, 2, 3].map((minute) => [`code ${minute}`, { expiresAt: minute }]));
    forgetExpired(codes, 2.5);
    expect([...codes.keys()]).toEqual(['code 3']);
  });

  it('of files are the bytes of the last ones', () => {
    const { files } = slack;
    files.maxBytes = 10;
    const [old, late] = ['old.txt', 'late.txt'].map((name) => {
      const about = { ...WHO, altText: '', snippetType: '' };
      const { file, ticket } = files.announce({ ...about, name, size: 6 });
      files.upload(ticket, Buffer.from('6bytes'));
      return file;
    });
    expect([old.bytes, old.size, late.bytes?.toString()]).toEqual([undefined, 6, '6bytes']);
  });

  it('of an upload’s address is nothing once the upload is completed', () => {
    const { files } = slack;
    const about = { ...WHO, altText: '', snippetType: '' };
    const { file, ticket } = files.announce({ ...about, name: 'a.txt', size: 1 });
    files.upload(ticket, Buffer.from('a'));
    files.complete(file, () => {});
    timer.advance(1000);
    expect(files.upload(ticket, Buffer.from('b'))).toBeUndefined();
  });
});
