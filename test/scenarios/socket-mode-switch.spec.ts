import { eventually } from '../harness/eventually.js';
import {
  advance,
  byEvent,
  connected,
  expectNoted,
  lockTable,
  startNoting,
  startWorker,
} from '../harness/socket-mode.js';
import type { Switchboard } from '../harness/switchboard.js';

describe('Switching between HTTP and Socket Mode', () => {
  let board: Switchboard;
  let worker: Switchboard['app'];
  beforeAll(async () => {
    board = await startNoting({});
    // Its token is refused as long as the app's settings say HTTP.
    worker = await startWorker(board);
  });
  afterAll(async () => {
    await worker.close();
    await board.stop();
  });

  it('there and back, under a stream of events of which some come twice, loses and doubles nothing', async () => {
    const { slack } = board;
    await slack.faults({ rules: [{ fault: 'duplicate', name: 'app_mention', probability: 0.3 }], seed: 15 });
    // Whatever this machine is too slow for, Slack sends for a day.
    await slack.configure({ app: { delayedEvents: true } });
    const said: string[] = [];
    // So many, however slow this machine is: one that is flooded refuses events until Slack gives them up.
    const stream = async (count: number) => {
      for (const end = said.length + count; said.length < end; said.push(`word ${said.length}`))
        await slack.say('#general', `@switchboard word ${said.length}`);
    };

    await Promise.all([stream(12), slack.configure({ app: { socketMode: true } })]);
    // Nobody is connected yet: what is said now, Slack must send again.
    await stream(15);
    await Promise.all([stream(12), connected(board, 2, [worker])]);
    await advance(board, 60_000);
    await eventually(async () => {
      const sent = await slack.log({ name: 'app_mention', limit: 10_000 });
      expect(sent.filter(({ via, status }) => via === 'socket' && status === 200).length).toBeGreaterThan(12);
    });
    await Promise.all([stream(12), slack.configure({ app: { socketMode: false } })]);
    await Promise.all([stream(12), slack.endSockets('link_disabled')]);

    await expectNoted(board, said);
    // A connection may have ended between the commit and its acknowledgement: Slack has sent once more.
    const attempts = await eventually(async () => {
      const attempts = byEvent(await slack.log({ name: 'app_mention', limit: 10_000 }));
      expect(attempts.filter((each) => !each.some(({ status }) => status === 200))).toEqual([]);
      return attempts;
    });
    expect(attempts).toHaveLength(said.length);
    await expectNoted(board, said);
    const ways = attempts.map((each) => each.find(({ status }) => status === 200)?.via ?? 'http');
    expect([ways[0], ways.at(-1)]).toEqual(['http', 'http']);
    expect(ways.filter((way) => way === 'socket').length).toBeGreaterThan(10);
    const missed = attempts.flat().filter(({ failure }) => failure === 'connection_failed');
    expect(missed.length).toBeGreaterThan(20);
  });

  it('a process that stops answers what it has taken, and leaves the rest to the others', async () => {
    const { slack } = board;
    await board.query('DELETE FROM note');
    await slack.configure({ app: { socketMode: true } });
    await connected(board, 2, [worker]);
    const lock = await lockTable(board, 'note');
    const typed = slack.command('/note taken', { channel: '#general' });
    await eventually(async () => {
      expect(await board.query(`SELECT id FROM slack_request WHERE state = 'running'`)).toHaveLength(1);
    });
    const stopping = worker.close();
    await slack.say('#general', '@switchboard left');
    await lock.end();
    expect(await typed).toMatchObject({ status: 200, shown: null });
    await slack.expectMessage('#general', { text: 'Noted taken' });
    await stopping;
    expect(await slack.sockets()).toBe(0);

    worker = await startWorker(board);
    await connected(board, 2, [worker]);
    await expectNoted(board, ['left', 'taken']);
  });
});
