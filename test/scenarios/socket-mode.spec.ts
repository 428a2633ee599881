import type { Client } from 'pg';
import { DEMO_APP_TOKEN } from '../../sandbox/demo.js';
import { eventually } from '../harness/eventually.js';
import { FORM, sendAsSlack } from '../harness/slack-request.js';
import {
  connected,
  expectNoted,
  figure,
  lockTable,
  renewed,
  startNoting,
  startWorker,
} from '../harness/socket-mode.js';
import type { Switchboard } from '../harness/switchboard.js';

describe('Socket Mode', () => {
  let board: Switchboard;
  /** The newest of what the sandbox had logged when the test began. */
  let since: number;
  let lock: Client | undefined;

  beforeAll(async () => {
    // Without a signing secret: there are no signatures.
    board = await startNoting({ SLACK_APP_TOKEN: DEMO_APP_TOKEN, SLACK_SIGNING_SECRET: '' });
    await board.slack.configure({ app: { socketMode: true } });
    await connected(board, 2);
  });
  afterAll(() => board.stop());

  beforeEach(async () => {
    await board.query('DELETE FROM note');
    since = (await board.slack.log()).at(-1)?.seq ?? 0;
  });

  afterEach(() => lock?.end());

  const mention = async (...said: string[]) => {
    for (const what of said) await board.slack.say('#general', `@switchboard ${what}`);
  };

  it('carries an event, a command, a click, a menu’s options and a form with its mistakes', async () => {
    await mention('an event');
    await board.slack.command('/note a command', { channel: '#general' });
    await board.slack.expectMessage('#general', { text: 'Noted a command' });

    await board.slack.command('/card', { channel: '#general' });
    const card = await board.slack.expectMessage('#general', { text: 'A card' });
    expect(await board.slack.click(card, 'Press')).toMatchObject({ status: 200, shown: null });
    const modal = await board.slack.expectModal('ann', { title: 'A note' });
    const { options } = await board.slack.typeOption(modal, 'fruit', 'pine');
    expect(options).toMatchObject([{ text: { text: 'pineapple' } }]);
    expect((await board.slack.submit(modal, { What: 'x' })).errors).toEqual({ what: 'Say more' });
    await board.slack.submit(modal, { What: 'a form' });
    await board.slack.expectNoModal('ann');

    await expectNoted(board, ['an event', 'a command', 'a form', 'pressed by U0ANN00001']);
    const sent = (await board.slack.log({ since })).filter(({ direction }) => direction === 'out');
    expect(new Set(sent.map(({ via }) => via))).toEqual(new Set(['socket']));
  });

  it('takes nothing by HTTP where it has no signing secret', async () => {
    const verification = '{"type":"url_verification","challenge":"c"}';
    expect((await sendAsSlack(board.url, { body: verification })).status).toBe(401);
    expect((await sendAsSlack(board.url, { body: verification, secret: '' })).status).toBe(401);
    expect((await sendAsSlack(board.url, { body: 'ssl_check=1', headers: FORM })).status).toBe(401);
  });

  it('acknowledges nothing that is not committed: Slack sends it again, and it counts once', async () => {
    lock = await lockTable(board, 'event');
    await mention('late');
    const unanswered = await board.slack.expectRequest({ since, name: 'app_mention' });
    expect(unanswered).toMatchObject({ status: null, failure: 'http_timeout' });
    await lock.end();
    await board.slack.expectRequest({ since, name: 'app_mention' }, ({ status }) => status === 200);
    await expectNoted(board, ['late']);
  });

  it('counts once what was taken, but not acknowledged before every line was cut', async () => {
    lock = await lockTable(board, 'event');
    await mention('cut off');
    await renewed(board, () => board.slack.endSockets('cut'));
    const { failure } = await board.slack.expectRequest({ since, name: 'app_mention' });
    expect(failure).toBe('connection_failed');
    await lock.end();
    await expectNoted(board, ['cut off']);
    await board.slack.expectRequest({ since, name: 'app_mention' }, ({ status }) => status === 200);
  });

  it.each(['warning', 'refresh_requested', 'link_disabled', 'cut'] as const)(
    'loses and doubles nothing when Slack ends every connection: %s',
    async (end) => {
      const reconnects = `socket_reconnects_total{reason="${end === 'cut' ? 'lost' : end}"}`;
      const before = await figure(board.app, reconnects);
      const said = Array.from({ length: 12 }, (_, index) => `${end} ${index}`);
      await mention(...said.slice(0, 4));
      await Promise.all([mention(...said.slice(4, 8)), renewed(board, () => board.slack.endSockets(end))]);
      await mention(...said.slice(8));
      await expectNoted(board, said);
      await eventually(async () => expect(await figure(board.app, reconnects)).toBe(before + 2));
    },
  );

  it('has a gap when all lines are cut, and none when Slack warns that they end', async () => {
    const gaps = await figure(board.app, 'socket_gap_seconds_count');
    const told = (name: string, value: number) =>
      eventually(async () => expect(await figure(board.app, name)).toBe(value));
    await renewed(board, () => board.slack.endSockets('cut'));
    await told('socket_gap_seconds_count', gaps + 1);
    await renewed(board, () => board.slack.endSockets('warning'));
    expect(await figure(board.app, 'socket_gap_seconds_count')).toBe(gaps + 1);
    await told('socket_connections', 2);
  });

  it('shares the work among processes, each payload to one', async () => {
    const worker = await startWorker(board);
    await connected(board, 4, [board.app, worker]);
    const said = Array.from({ length: 20 }, (_, index) => `shared ${index}`);
    await mention(...said);
    await expectNoted(board, said);
    const received = 'slack_received_total{kind="event",transport="socket"}';
    expect(await figure(worker, received)).toBeGreaterThanOrEqual(said.length / 2);
    await worker.close();
    await connected(board, 2);
  });
});
