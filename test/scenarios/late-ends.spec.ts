import { Client } from 'pg';
import { eventually } from '../harness/eventually.js';
import { startWithPartner } from '../harness/partner-webhook.js';
import type { Switchboard } from '../harness/switchboard.js';

const SOMETHING_ELSE = `hashtextextended('alert:T0ACME0001:late', 0)`;

describe('An alert’s end that comes while an older state of its card has its turn', () => {
  let board: Switchboard;
  let started: Awaited<ReturnType<typeof startWithPartner>>;
  let other: Client;
  beforeAll(async () => {
    started = await startWithPartner();
    ({ board } = started);
    await started.route();
    other = new Client({ connectionString: board.env.DATABASE_URL });
    await other.connect();
  });
  afterAll(async () => {
    await other.end();
    await board.stop();
  });

  const waitsFor = (what: string) =>
    eventually(async () => {
      const waiting = await other.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ $1`,
        [what],
      );
      expect(waiting.rowCount).toBe(1);
    });
  const batch = (...alerts: [string, string][]) => ({
    version: '4',
    status: 'firing',
    receiver: 'r',
    groupLabels: {},
    alerts: alerts.map(([name, status]) => ({
      status,
      fingerprint: name,
      labels: { alertname: name, severity: 'error' },
      annotations: { summary: name },
      startsAt: '2026-11-23T06:00:00Z',
      endsAt: '2030-11-23T06:00:00Z',
    })),
  });

  it('is posted all the same: what was decided of the older state is no word about it', async () => {
    const { api } = started;
    const alert = { type: 'alert', title: 'disk', fingerprint: 'disk', severity: 'error' };
    await api.post('/v1/notifications', alert);
    await board.slack.expectMessage('#incidents', { text: 'Firing' });
    await board.holdLanes();
    await api.post('/v1/notifications', { ...alert, text: 'worse' });

    // The batch has put the end in the place of what waits, and is not committed yet.
    await other.query(`SELECT pg_advisory_lock(${SOMETHING_ELSE})`);
    const pending = api.post('/v1/ingest/alertmanager', batch(['disk', 'resolved'], ['late', 'firing']));
    await waitsFor('pg_advisory_xact_lock');
    await board.query('UPDATE lane SET next_at = clock_now()');
    const looking = board.advance(0);
    await waitsFor('lanes finish');
    await other.query(`SELECT pg_advisory_unlock(${SOMETHING_ELSE})`);
    expect((await pending).status).toBeLessThan(300);
    await looking;
    await board.releaseLanes();
    await board.slack.expectMessage('#incidents', { text: 'Resolved: disk' });
  });
});
