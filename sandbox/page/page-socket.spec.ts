import { once } from 'node:events';
import WebSocket from 'ws';
import { SandboxClient } from '../kit/sandbox-client.js';
import { startSandbox, type Sandbox } from '../sandbox.js';
import type { Frame, Look, ShownMessage } from './shown.js';

type Of<Type extends Frame['type']> = Extract<Frame, { type: Type }>;

/** A page without a browser: it says where it looks, and keeps what it is told. */
class Ear {
  readonly frames: Frame[] = [];
  private wake = () => undefined as void;

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as Frame);
      this.wake();
    });
  }

  static async open(url: string, origin?: string): Promise<Ear> {
    const socket = new WebSocket(
      `${url.replace(/^http/, 'ws')}/page/socket`,
      origin === undefined ? {} : { origin },
    );
    const ear = new Ear(socket);
    await once(socket, 'open');
    return ear;
  }

  look(at: Partial<Look>): void {
    this.socket.send(
      JSON.stringify({ team: 'acme', user: 'ann', channel: 'general', traffic: false, ...at }),
    );
  }

  /** The first frame of its kind, from the `after`th frame on, that fits. */
  async hear<Type extends Frame['type']>(
    type: Type,
    fits: (frame: Of<Type>) => boolean = () => true,
    after = 0,
  ): Promise<Of<Type>> {
    for (;;) {
      const found = this.frames
        .slice(after)
        .find((frame): frame is Of<Type> => frame.type === type && fits(frame as Of<Type>));
      if (found) return found;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  close(): void {
    this.socket.terminate();
  }
}

describe('What the page is told', () => {
  let sandbox: Sandbox;
  let slack: SandboxClient;
  let ear: Ear;
  beforeAll(async () => {
    sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:1' });
    slack = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    await slack.reset();
    ear = await Ear.open(sandbox.url);
  });
  afterEach(() => ear.close());

  const texts = (messages: ShownMessage[]) => messages.map(({ text }) => text);

  it('is the workspace, as the one who looks sees it, and nobody else’s channels', async () => {
    ear.look({ user: 'bob' });
    const { channels, viewer, teams } = await ear.hear('here');
    expect(viewer).toBe('U0BOB00001');
    expect(teams.map(({ name }) => name)).toEqual(['Acme', 'Globex', 'Initech HQ', 'Initech Labs']);
    expect(channels.map(({ name }) => name)).not.toContain('secret');
    ear.look({ user: 'ann' });
    const hers = await ear.hear('here', ({ viewer }) => viewer === 'U0ANN00001');
    expect(hers.channels.map(({ name }) => name)).toContain('secret');
  });

  it('is what was said, then only what is new, changed or gone', async () => {
    const first = await slack.say('#general', 'one', { user: 'bob' });
    await slack.say('#general', 'two', { user: 'bob' });
    ear.look({});
    expect(await ear.hear('messages')).toMatchObject({
      fresh: true,
      more: false,
      messages: [{ text: 'one' }, { text: 'two' }],
    });
    await slack.edit(first, 'uno', { user: 'bob' });
    const edit = await ear.hear('messages', ({ fresh }) => !fresh);
    expect(texts(edit.messages)).toEqual(['uno']);
    await slack.deleteMessage(first, { user: 'bob' });
    expect((await ear.hear('messages', ({ gone }) => gone.length > 0)).gone).toEqual([first.ts]);
  });

  it('brings the newest of a long channel first', async () => {
    for (let index = 0; index < 130; index += 1) await slack.say('#general', `n${index}`, { user: 'bob' });
    ear.look({});
    const newest = await ear.hear('messages');
    expect([newest.messages.length, newest.messages.at(-1)?.text, newest.more]).toEqual([120, 'n129', true]);
    const rest = await ear.hear('messages', ({ more }) => !more);
    expect(texts(rest.messages)[0]).toBe('n0');
  });

  it('counts what is unread and whom it calls, until it is read', async () => {
    ear.look({});
    await slack.say('#ops', 'Look, @ann', { user: 'bob' });
    const said = await slack.say('#ops', 'or somebody', { user: 'bob' });
    const ops = ({ channels }: Of<'here'>) => channels.find(({ name }) => name === 'ops');
    await ear.hear('here', (frame) => ops(frame)?.unread === 2 && ops(frame)?.mentions === 1);
    const seen = ear.frames.length;
    await fetch(`${sandbox.url}/control/mark`, {
      method: 'POST',
      body: JSON.stringify({ user: 'ann', channel: said.channel, ts: said.ts }),
      headers: { 'content-type': 'application/json' },
    });
    await ear.hear('here', (frame) => ops(frame)?.unread === 0, seen);
  });

  it('has an ephemeral for its one reader alone', async () => {
    const { botToken } = await slack.obtainTokens(['chat:write', 'chat:write.public']);
    await slack.invite('#general');
    await fetch(`${sandbox.url}/api/chat.postEphemeral`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: 'C0GENERAL1', user: 'U0BOB00001', text: 'psst' }),
    });
    ear.look({ user: 'bob' });
    const bobs = await ear.hear('messages');
    expect(bobs.messages.at(-1)).toMatchObject({ text: 'psst', only: true });
    ear.look({ user: 'ann' });
    const anns = await ear.hear('messages', () => true, ear.frames.length);
    expect(texts(anns.messages)).not.toContain('psst');
  });

  it('has requests only while they are looked at, with what went wrong', async () => {
    ear.look({});
    await ear.hear('here');
    expect(ear.frames.some(({ type }) => type === 'requests')).toBe(false);
    const { botToken } = await slack.obtainTokens(['chat:write']);
    ear.look({ traffic: true });
    await ear.hear('laboratory');
    await fetch(`${sandbox.url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}` },
      body: new URLSearchParams({ channel: 'C0NOWHERE01', text: 'x' }),
    });
    const isPost = ({ requests }: Of<'requests'>) =>
      requests.some(({ name, running }) => name === 'chat.postMessage' && !running);
    const { requests } = await ear.hear('requests', isPost);
    expect(requests.find(({ name }) => name === 'chat.postMessage')).toMatchObject({
      direction: 'in',
      status: 200,
      problem: 'channel_not_found',
    });
  });

  it('tells that nobody listens where the app should be, and when the clock is moved', async () => {
    ear.look({});
    await ear.hear('health', ({ health }) => health[0]?.reachable === false);
    const { clock } = await ear.hear('clock');
    await slack.advance(3_600_000);
    const moved = await ear.hear('clock', (frame) => frame.clock.now > clock.now + 3_000_000);
    expect(moved.clock.scale).toBe(1);
  });

  it('is told to no page of another site', async () => {
    await expect(Ear.open(sandbox.url, 'http://evil.example')).rejects.toThrow(/403/);
    (await Ear.open(sandbox.url, sandbox.url)).close();
  });

  it('can be searched: every word, the newest first, only what one sees', async () => {
    await slack.say('#general', 'Disk full on db-3', { user: 'bob' });
    await slack.say('#ops', 'The disk of db-4 is full', { user: 'bob' });
    await slack.say('#secret', 'disk full of secrets', { user: 'ann' });
    const find = async (user: string, q: string, channel = '') => {
      const query = new URLSearchParams({ team: 'T0ACME0001', user, q, channel });
      const response = await fetch(`${sandbox.url}/page/search?${query.toString()}`);
      return texts(((await response.json()) as { found: ShownMessage[] }).found);
    };
    expect(await find('bob', 'FULL disk')).toEqual(['The disk of db-4 is full', 'Disk full on db-3']);
    expect(await find('ann', 'full disk')).toContain('disk full of secrets');
    expect(await find('bob', 'disk', 'C0GENERAL1')).toEqual(['Disk full on db-3']);
    expect(await find('bob', 'disk empty')).toEqual([]);
  });
});
