import { type TestAlertmanager, hasAlertmanager, startAlertmanager } from '../harness/alertmanager.js';
import { type TestRedis, hasRedis, startRedis } from '../harness/redis.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const backends = [
  { name: 'PostgreSQL alone', redis: false, here: true },
  { name: 'PostgreSQL and Redis', redis: true, here: hasRedis },
];

describe.each(backends)('A real Alertmanager, on $name', ({ redis: withRedis, here }) => {
  const test = hasAlertmanager && here ? it : it.skip;
  let redis: TestRedis | undefined;
  let board: Switchboard | undefined;
  let alertmanager: TestAlertmanager | undefined;

  beforeAll(async () => {
    if (!hasAlertmanager || !here) return;
    redis = withRedis ? await startRedis() : undefined;
    board = await startSwitchboard({ env: redis === undefined ? {} : { REDIS_URL: redis.url } });
    const { key = '' } = await board.apiWith('send');
    alertmanager = await startAlertmanager({ url: `${board.url}/v1/ingest/alertmanager`, key });
  });
  afterAll(async () => {
    await alertmanager?.stop();
    await board?.stop();
    await redis?.stop();
  });

  test('fires two alerts, sees one acknowledged, and resolves both', async () => {
    const { slack } = board as Switchboard;
    const source = alertmanager as TestAlertmanager;
    const labels = { cluster: 'eu-1', alertname: 'DiskFull', severity: 'critical' };
    const disk = {
      labels: { ...labels, instance: 'db-3:9100' },
      annotations: {
        summary: 'Disk full on db-3',
        description: '97% used & rising <fast>',
        runbook_url: 'https://wiki.example.com/disk',
      },
      generatorURL: 'http://prometheus.example.com/graph?g0.expr=x',
    };
    const other = {
      labels: { ...labels, severity: 'warning', instance: 'db-4:9100' },
      annotations: { summary: 'Disk filling on db-4' },
    };
    const startsAt = new Date(Date.now() - 60_000).toISOString();
    await source.post([disk, other].map((alert) => ({ ...alert, startsAt })));

    const card = await slack.expectMessage('#general', { text: 'Disk full on db-3' });
    const said = JSON.stringify(card.blocks);
    expect(said).toContain('Critical');
    expect(said).toContain('97% used &amp; rising &lt;fast&gt;');
    expect(said).toContain('*instance*\\ndb-3:9100');
    expect(said).toContain('<https://wiki.example.com/disk|Runbook>');
    const second = await slack.expectMessage('#general', { text: 'Disk filling on db-4' });

    expect(await slack.click(card, 'Acknowledge', { user: 'carol' })).toMatchObject({
      status: 200,
      shown: null,
    });
    const acknowledged = await slack.expectEdit(card, { text: 'Acknowledged by <@U0CAROL001>' });

    const endsAt = new Date().toISOString();
    await source.post([disk, other].map((alert) => ({ ...alert, startsAt, endsAt })));
    await slack.expectEdit(acknowledged, { text: 'Resolved' });
    await slack.expectEdit(second, { text: 'Resolved' });
    expect(await slack.messages('#general')).toHaveLength(2);
  });
});
