import type { AppRateLimitedEvent, GenericMessageEvent } from '@slack/types';
import { DEMO_SIGNING_SECRET } from '../../sandbox/demo.js';
import type { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { EventEars } from './event-ears.js';

describe('how events reach a Bolt app', () => {
  let ears: EventEars;
  let people: SandboxClient;

  beforeAll(async () => {
    ears = await EventEars.open();
    people = ears.bolt.people;
  });
  afterAll(() => ears.close());

  beforeEach(async () => {
    await people.configure({ app: { signingSecret: DEMO_SIGNING_SECRET, botEvents: null } });
    await ears.install(['channels:history', 'reactions:read']);
    await people.invite('#ops');
    await ears.hear('message.channel_join');
    ears.forget();
  });

  it('no event comes that the app has not subscribed to', async () => {
    await people.configure({ app: { botEvents: ['reaction_added'] } });
    const said = await people.say('#ops', 'quiet');
    await people.reaction(said, 'eyes');
    await ears.hear('reaction_added');
    expect(ears.names()).toEqual(['reaction_added']);
  });

  it('what a refusing app did not take comes again, and says so', async () => {
    // Bolt answers 401 to what it can't trust.
    await people.configure({ app: { signingSecret: 'not the one' } });
    await people.say('#ops', 'hello?');
    const failed = ({ status, headers }: { status: number | null; headers: Record<string, string> }) =>
      status === 401 && headers['x-slack-retry-num'] === '1';
    const { request } = await people.expectRequest({ kind: 'event', name: 'message' }, failed);
    await people.configure({ app: { signingSecret: DEMO_SIGNING_SECRET } });
    await people.advance(60_000);
    const { body, retryNum, retryReason } = await ears.hear<GenericMessageEvent>('message');
    expect({ retryNum, retryReason }).toEqual({ retryNum: 2, retryReason: 'http_error' });
    expect(body).toEqual(JSON.parse(request));
  });

  it('is signed by the machine’s time, however far the sandbox’s has jumped: Bolt takes it', async () => {
    await people.advance(3_600_000);
    await people.say('#ops', 'an hour later');
    await ears.hear('message');
    const { status } = await people.expectRequest({ kind: 'event', name: 'message' });
    expect(status).toBe(200);
  });

  it('an events URL is asked for the challenge, a commands URL for its certificate', async () => {
    expect(await people.verifyUrl()).toMatchObject({ verified: true, status: 200, shown: null });
    const [asked] = await people.log({ name: 'url_verification' });
    expect(JSON.parse(asked.request)).toEqual({
      type: 'url_verification',
      token: 'demoVerificationToken000',
      challenge: expect.any(String),
    });
    expect(await people.sslCheck()).toMatchObject({ status: 200, shown: null });
    await people.configure({ app: { signingSecret: 'not the one' } });
    expect(await people.verifyUrl()).toMatchObject({ verified: false, status: 401 });
  });

  it('beyond the hourly number comes one word a minute, which Bolt does not know', async () => {
    await people.configure({ deliveries: { eventsPerHour: 1 } });
    for (const text of ['one', 'two', 'three']) await people.say('#ops', text);
    const { request, status } = await people.expectRequest({ name: 'app_rate_limited' });
    expect(status).toBe(404);
    expect(JSON.parse(request)).toEqual<AppRateLimitedEvent>({
      type: 'app_rate_limited',
      token: 'demoVerificationToken000',
      team_id: 'T0ACME0001',
      api_app_id: 'A0SWITCHBD',
      minute_rate_limited: expect.any(Number),
    });
  });

  it('the hourly number is each workspace’s own, in an organisation too', async () => {
    const initech = people.in('E0INITECH1');
    await initech.obtainTokens(['users:read']);
    await initech.teamAccess(['T0INITHQ01', 'T0INITLAB1']);
    await people.configure({ deliveries: { eventsPerHour: 1 } });
    await people.in('initech-hq').changePerson('milton', { title: 'Basement' });
    await people.in('initech-labs').changePerson('samira', { title: 'Attic' });
    const of = (request: string) => (JSON.parse(request) as { team_id: string }).team_id;
    for (const team of ['T0INITHQ01', 'T0INITLAB1']) {
      await people.expectRequest({ name: 'user_change' }, ({ request }) => of(request) === team);
      await people.expectRequest({ name: 'app_rate_limited' }, ({ request }) => of(request) === team);
    }
  });
});
