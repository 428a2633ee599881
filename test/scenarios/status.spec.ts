import type { Api } from '../harness/api.js';
import { freePort } from '../harness/free-port.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { type TargetServer, startTarget } from '../harness/target-server.js';

const [ANN, CAROL] = ['U0ANN00001', 'U0CAROL001'];

describe('/status', () => {
  let board: Switchboard;
  let api: Api;
  let target: TargetServer;
  beforeAll(async () => {
    board = await startSwitchboard({ env: { OUTBOUND_ALLOW: '127.0.0.1' } });
    api = await board.apiWith('send', 'read', 'manage');
    target = await startTarget();
  });
  afterAll(async () => {
    await board.stop();
    await target.close();
  });

  async function typed(text = '', user = 'carol', channel = '#ops'): Promise<string> {
    const { status, ms, body } = await board.slack.command(`/status ${text}`.trim(), { user, channel });
    expect(status).toBe(200);
    expect(ms).toBeLessThan(3_000);
    expect(JSON.parse(body)).toMatchObject({ response_type: 'ephemeral' });
    return (JSON.parse(body) as { text: string }).text;
  }
  const looksAt = async (name: string, more: object = {}) =>
    expect(await api.post('/v1/services', { name, url: `${target.url}/health`, ...more })).toMatchObject({ status: 201 }); // prettier-ignore

  it('says how to add a service where there is none', async () => {
    expect(await typed()).toContain('An admin adds one with `POST /v1/services`');
  });

  it('is a table of states, answers and what fires, for whoever typed it alone', async () => {
    await looksAt('payments', { alerts: ['pay-db', 'PAY-API'] });
    await looksAt('Checkout', { url: `http://127.0.0.1:${await freePort()}` });
    await looksAt('web & shop', { method: 'HEAD', expected_status: '404' });
    const alert = {
      type: 'alert',
      severity: 'critical',
      title: 'Disk <full>',
      labels: { service: 'pay-db' },
    };
    await api.post('/v1/notifications', alert);
    await api.post('/v1/notifications', {
      ...alert,
      title: 'Slow',
      severity: 'warning',
      labels: {},
      source: 'pay-api',
    });
    await api.post('/v1/notifications', { ...alert, title: 'Elsewhere', labels: { service: 'other' } });
    const text = await typed();
    expect(text).toMatch(/🟢 \*payments\*: up \(answered 200, \d+ ms, 2 firing \(1 critical, 1 warning\)\)/);
    expect(text).toContain('🔴 *Checkout*: down (refused the connection)');
    expect(text).toContain('🔴 *web &amp; shop*: down (answered 200, not 404)');
    expect(text).not.toContain('Elsewhere');
    const shown = await board.slack.expectMessage('#ops', { text: '🟢 up', ephemeralTo: CAROL });
    expect(shown.blocks).toMatchObject([{ type: 'table' }]);
    const methods = target.asked.map(({ method, url }) => `${method} ${url}`);
    expect(methods.sort()).toEqual(['GET /health', 'HEAD /health']);
  });

  it('finds one service under its name, however it is typed, with what fires for it', async () => {
    for (const name of ['payments', 'PAYMENTS', '“Payments”', '`payments`', '<#C0PAY00001|payments>']) {
      const text = await typed(name);
      expect(text).toMatch(/^🟢 \*payments\*: up/);
      expect(text).toContain('Disk &lt;full&gt;');
      expect(text).not.toContain('Checkout');
    }
    for (const name of ['Web & Shop', 'web &amp; shop', '"web  & shop"']) {
      expect(await typed(name)).toMatch(/^🔴 \*web &amp; shop\*/);
    }
  });

  it('misspelt says what was meant, and asks nobody', async () => {
    const before = target.asked.length;
    expect(await typed('paymnets')).toBe(
      'There is no service paymnets in this workspace. Did you mean payments?',
    );
    expect(await typed('<!channel>')).toContain('There is no service !channel');
    expect(target.asked).toHaveLength(before);
  });

  it('is answered in a private channel, where the bot is not', async () => {
    expect(await typed('payments', 'ann', '#secret')).toContain('*payments*: up');
    await board.slack.expectMessage('#secret', { text: 'payments', ephemeralTo: ANN });
  });

  it('shows who has seen what fires, and nothing of what is over', async () => {
    const { alerts } = (await api.get('/v1/alerts?state=firing')).body;
    const idOf = (title: string) => alerts.find((one: { title: string }) => one.title === title).id;
    await api.post(`/v1/alerts/${idOf('Disk <full>')}/ack`, {});
    await api.post(`/v1/alerts/${idOf('Slow')}/resolve`, {});
    const text = await typed('payments');
    expect(text).toContain('1 acknowledged');
    expect(text).not.toContain('firing');
  });
});
