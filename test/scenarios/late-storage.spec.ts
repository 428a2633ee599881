import { Client } from 'pg';
import { Log } from '../../src/platform/logging/log.js';
import { RequestLimits } from '../../src/requests/index.js';
import { Desk, DeskModule } from '../harness/desk.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const LEASE_MS = 11_000;
/** However busy the machine is. */
const PATIENT_MS = 2_000;
const SORRY =
  /could not be taken in\. Nothing was changed; please try again in a moment\. Reference: ([\w-]{36})/;

describe('While requests can’t be stored', () => {
  let board: Switchboard;
  let desk: Desk;
  let database: Client;
  const logged: { reference?: string }[] = [];
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [DeskModule] });
    desk = board.app.get(Desk);
    board.app.get(Log).error = (fields) => void logged.push(fields);
    database = new Client({ connectionString: board.env.DATABASE_URL });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await board.stop();
  });

  it('people are told so in time, and what is stored after all is not done behind their backs', async () => {
    await board.slack.shortcut('desk.open');
    const form = await board.slack.expectModal('ann', { title: 'Desk' });
    await eventually(async () => {
      expect(await board.query(`SELECT id FROM slack_request WHERE state = 'running'`)).toEqual([]);
    });
    await database.query('BEGIN; LOCK TABLE slack_request IN ACCESS EXCLUSIVE MODE');
    board.app.get(RequestLimits).storeBy = 100;

    const { shown, ms } = await board.slack.command('/desk now');
    expect(shown).toBeNull();
    expect(ms).toBeLessThan(2_000);
    const { text } = await board.slack.expectMessage('#general', { text: SORRY });
    expect(logged).toContainEqual(expect.objectContaining({ reference: SORRY.exec(text)?.[1] }));
    const { errors } = await board.slack.submit(form, { Reason: 'frost' });
    expect(errors.reason).toMatch(SORRY);

    await database.query('COMMIT');
    const late = `SELECT state, error FROM slack_request WHERE error = 'stored too late'`;
    const given = { state: 'failed', error: 'stored too late' };
    await eventually(async () => expect(await board.query(late)).toEqual([given, given]));
    await board.advance(LEASE_MS);
    expect(await desk.marks()).toEqual([]);

    // And the same once more is no double click.
    board.app.get(RequestLimits).storeBy = PATIENT_MS;
    await board.slack.submit(form, { Reason: 'frost' });
    await board.slack.command('/desk now');
    expect(await desk.marks()).toEqual(['command', 'form']);
  });
});
