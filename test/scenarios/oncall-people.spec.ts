import { ApiKeys } from '../../src/installation/index.js';
import { Api } from '../harness/api.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const [ANN, BOB] = ['U0ANN00001', 'U0BOB00001'];
/** Nobody at all; of another workspace one who works there, and one who has left. */
const [NOBODY, GINA, KATE] = ['U0NOBODY01', 'U0GINA0001', 'U0KATE0001'];
const GLOBEX = 'T0GLOBEX01';

interface Faults {
  errors: { pointer: string; detail: string }[];
}

describe('Those who are to be on call', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('read', 'manage');
  });
  afterAll(() => board.stop());

  const rules = (people: string[]) => ({
    people,
    every: 'week',
    hand_over_at: '00:00',
    zone: 'UTC',
    starts_on: '2026-03-02',
  });
  const standIn = (user: string) => {
    const now = board.clock.now().getTime();
    return { user, from: new Date(now).toISOString(), to: new Date(now + 3_600_000).toISOString() };
  };
  const faultOf = ({ status, body }: { status: number; body: Faults }) => {
    const [{ pointer, detail }] = body.errors;
    return `${status} ${pointer} ${detail}`;
  };

  it('are people of the workspace: anybody else is named, and changes nothing', async () => {
    const made = await api.post('/v1/oncall', { ...rules([ANN, NOBODY, GINA, NOBODY]), name: 'payments' });
    expect(faultOf(made)).toContain(
      `400 /people Nobody active in this workspace has the id ${NOBODY}, ${GINA}.`,
    );
    expect((await api.get('/v1/oncall')).body.rotations).toEqual([]);
    expect((await api.post('/v1/oncall', { ...rules([ANN, BOB]), name: 'payments' })).status).toBe(201);
    expect(faultOf(await api.put('/v1/oncall/payments', rules([GINA])))).toContain(`400 /people`);
    for (const who of [NOBODY, GINA]) {
      const fault = faultOf(await api.post('/v1/oncall/payments/overrides', standIn(who)));
      expect(fault).toContain(`400 /user Nobody active in this workspace has the id ${who}.`);
    }
    expect((await api.get('/v1/oncall/payments')).body).toMatchObject({ people: [ANN, BOB], overrides: [] });
  });

  it('have not left it', async () => {
    await board.slack.in(GLOBEX).install(board.url, { user: 'gina' });
    const { key } = await board.app
      .get(ApiKeys)
      .create({ workspaceId: GLOBEX }, 'theirs', ['read', 'manage']);
    const theirs = new Api(board.url, key);
    expect(faultOf(await theirs.post('/v1/oncall', { ...rules([GINA, KATE]), name: 'ops' }))).toContain(KATE);
    expect((await theirs.post('/v1/oncall', { ...rules([GINA]), name: 'ops' })).status).toBe(201);
  });

  it('are taken at their word while Slack can’t be asked', async () => {
    await board.slack.faults({ rules: [{ fault: 'error', name: 'users.info', status: 503 }] });
    expect((await api.post('/v1/oncall/payments/overrides', standIn(NOBODY))).status).toBe(201);
    await board.slack.faults({ rules: [] });
    expect((await api.post('/v1/oncall/payments/overrides', standIn(NOBODY))).status).toBe(400);
  });
});
