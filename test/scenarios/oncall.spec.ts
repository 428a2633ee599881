import type { Api } from '../harness/api.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const [ANN, BOB, CAROL] = ['U0ANN00001', 'U0BOB00001', 'U0CAROL001'];
const HOUR_S = 60 * 60;

describe('Who is on call', () => {
  let board: Switchboard;
  let api: Api;
  let rotation: {
    name: string;
    people: string[];
    every: string;
    hand_over_at: string;
    zone: string;
    starts_on: string;
  };
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('read', 'manage');
    const startsOn = board.clock.now().toISOString().slice(0, 10);
    rotation = {
      name: 'payments',
      people: [CAROL, ANN],
      every: 'week',
      hand_over_at: '00:00',
      zone: 'UTC',
      starts_on: startsOn,
    };
  });
  afterAll(() => board.stop());

  async function typed(
    text: string,
    user = 'carol',
    channel = '#ops',
  ): Promise<{ text: string; blocks?: object[] }> {
    const { status, ms, body } = await board.slack.command(`/oncall ${text}`.trim(), { user, channel });
    expect(status).toBe(200);
    expect(ms).toBeLessThan(3_000);
    return JSON.parse(body) as { text: string };
  }

  it('is told by the API and by /oncall; misspelt it says what was meant', async () => {
    expect((await typed('')).text).toContain('There is no rotation yet');
    const made = await api.post('/v1/oncall', rotation);
    expect(made).toMatchObject({
      status: 201,
      body: { now: { user: CAROL, stands_in: false }, next: { user: ANN } },
    });
    expect((await api.post('/v1/oncall', rotation)).status).toBe(409);
    expect((await typed('')).text).toContain(`*payments*: <@${CAROL}> until <!date`);
    expect((await typed('payments')).text).toContain(`then <@${ANN}>`);
    expect((await typed('paymnets')).text).toContain('Did you mean payments?');
    expect((await api.get('/v1/oncall/paymnets')).body.detail).toContain('Did you mean payments?');
    expect((await api.get('/v1/oncall')).body.rotations).toMatchObject([
      { now: { user: CAROL }, next: { user: ANN } },
    ]);
  });

  it('is changed by those whose turns it is, with a modal that says what is wrong', async () => {
    await typed('payments');
    const card = await board.slack.expectMessage('#ops', { text: 'In turn', ephemeralTo: CAROL });
    await board.slack.click(card, 'Somebody stands in', { user: 'carol' });
    const modal = await board.slack.expectModal('carol', { text: 'For *payments*' });
    const now = Math.floor(board.clock.now().getTime() / 1_000);
    const values = { Who: BOB, From: now - 60, To: now - 120 };
    const { errors } = await board.slack.submit(modal, values, { user: 'carol' });
    expect(errors).toEqual({ to: 'An override ends after it begins.' });
    expect((await api.get('/v1/oncall/payments')).body.overrides).toEqual([]);
    await board.slack.submit(modal, { ...values, To: now + 4 * HOUR_S }, { user: 'carol' });
    await board.slack.expectModal('carol', { text: `<@${BOB}> stands in for payments` });
    const { body } = await api.get('/v1/oncall/payments');
    expect(body).toMatchObject({
      now: { user: BOB, stands_in: true },
      next: { user: CAROL },
      overrides: [{ created_by: CAROL }],
    });
    expect((await typed('payments')).text).toContain(`<@${BOB}> (stands in)`);
    expect((await api.delete(`/v1/oncall/payments/overrides/${body.overrides[0].id}`)).status).toBe(204);
    expect((await api.get('/v1/oncall/payments')).body.now.user).toBe(CAROL);
  });

  it('is not changed by others', async () => {
    await typed('payments', 'bob', '#general');
    const card = await board.slack.expectMessage('#general', { text: 'In turn', ephemeralTo: BOB });
    await board.slack.click(card, 'Somebody stands in', { user: 'bob' });
    await board.slack.expectMessage('#general', {
      text: 'is for its own people, operators and admins',
      ephemeralTo: BOB,
    });
    expect((await api.get('/v1/oncall/payments')).body.overrides).toEqual([]);
  });

  it('has no bad rotations and overrides: each fault is named with an example, and changes nothing', async () => {
    const wrong = {
      ...rotation,
      name: 'The Payments',
      people: ['bob'],
      hand_over_at: '9',
      starts_on: '2026-02-30',
    };
    const { status, body } = await api.post('/v1/oncall', wrong);
    expect(status).toBe(400);
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer).sort();
    expect(pointers).toEqual(['/hand_over_at', '/name', '/people', '/starts_on']);
    expect((await api.post('/v1/oncall', { ...rotation, name: 'x', zone: 'Berlin' })).body.detail).toContain(
      'Europe/Berlin',
    );
    const past = { user: ANN, from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' };
    expect((await api.post('/v1/oncall/payments/overrides', past)).body.detail).toContain('in the future');
    expect((await api.post('/v1/oncall/nobody/overrides', past)).status).toBe(404);
    expect((await api.get('/v1/oncall')).body.rotations).toHaveLength(1);
    expect(
      (await api.put('/v1/oncall/payments', { ...rotation, people: [ANN], name: undefined })).body.people,
    ).toEqual([ANN]);
    expect((await api.delete('/v1/oncall/payments')).status).toBe(204);
    expect((await api.get('/v1/oncall')).body.rotations).toEqual([]);
  });

  it('is told in the audit trail: who changed what', async () => {
    const { entries } = (await api.get('/v1/audit')).body;
    const told = entries
      .filter(({ action }: { action: string }) => /^(rotation|override)/.test(action))
      .map(({ actor, action }: { actor: string; action: string }) => `${actor.split(':')[0]} ${action}`);
    expect(told).toEqual([
      'key rotation.deleted',
      'key rotation.changed',
      'key override.ended',
      'user override.made',
      'key rotation.created',
    ]);
    expect(entries[0]).toMatchObject({ subject: 'payments', details: { people: [ANN], every: 'week' } });
  });
});
