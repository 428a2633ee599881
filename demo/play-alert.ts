import { DEMO_SECOND_WORKSPACE_ID, DEMO_WORKSPACE_ID } from '../sandbox/demo.js';
import { wholeText } from '../sandbox/kit/describe-messages.js';
import type { SandboxClient } from '../sandbox/kit/sandbox-client.js';
import type { SandboxMessage } from '../sandbox/kit/sandbox-message.js';
import { expect } from './report.js';
import { DEPLOYMENT, PAYMENTS_ALERT, alertmanagerWebhook } from './samples.js';
import { sendAsSlack } from './service-client.js';
import type { Scene } from './set-up.js';
import { until } from './until.js';

const BOB = 'U0BOB00001';
const CAROL = 'U0CAROL001';

/** An alert from its firing to its end, with two people who press the same button. */
export async function playAlert({ slack, service, report }: Scene): Promise<void> {
  const card = await report.step(
    'an alert becomes a card in the channel of its route, #incidents',
    async () => {
      const { deliveries } = await service.send(PAYMENTS_ALERT);
      expect(
        deliveries.length === 1 && deliveries[0]?.channel === '#incidents',
        `routed to ${deliveries.map(({ channel }) => channel).join(', ')}`,
      );
      const posted = await slack.expectMessage('#incidents', { text: PAYMENTS_ALERT.title });
      expect(hasButton(posted), 'the card has no Acknowledge button');
      return posted;
    },
  );
  const acknowledged = await report.step('Bob presses Acknowledge, the card says so', async () => {
    const { status, shown } = await slack.click(card, 'Acknowledge', { user: 'bob' });
    expect(shown === null, `Slack showed him “${shown}” (${status})`);
    return slack.expectEdit(card, { text: `Acknowledged by <@${BOB}>` });
  });
  await report.step('Carol’s press a moment later is success and changes nothing', async () => {
    const { status } = await pressAgain(slack, service.url);
    expect(status === 200, `the service answered ${status}`);
    const alert = (await service.alerts()).find(
      ({ fingerprint }) => fingerprint === PAYMENTS_ALERT.fingerprint,
    );
    expect(alert?.acknowledged_by === BOB, `now it is acknowledged by ${alert?.acknowledged_by}`);
  });
  await report.step('the alert ends: the card says so and has no button', async () => {
    await service.send({ ...PAYMENTS_ALERT, status: 'resolved' });
    const resolved = await slack.expectEdit(acknowledged, { text: 'Resolved' });
    expect(!hasButton(resolved), 'the card still has a button');
    expect(!wholeText(resolved).includes(CAROL), 'the card names Carol');
    expect(resolved.edits === 2, `the card was edited ${resolved.edits} times instead of twice`);
    await slack.expectCount('#incidents', { text: PAYMENTS_ALERT.title }, 1);
  });
}

/** The routes besides the first, and the formats and repetitions that senders come with. */
export async function playSenders({ slack, service, report }: Scene): Promise<void> {
  await report.part(() =>
    report.step('a deployment goes to #deployments', async () => {
      await service.send(DEPLOYMENT);
      await slack.expectMessage('#deployments', { text: DEPLOYMENT.title });
    }),
  );
  await report.part(() =>
    report.step('what no route matches goes to the fallback, #general', async () => {
      await service.send({ title: 'The nightly backup is done', type: 'backup.finished' });
      await slack.expectMessage('#general', { text: 'The nightly backup is done' });
    }),
  );
  await report.part(() =>
    report.step('Alertmanager’s webhook with two alerts: two cards', async () => {
      const { notifications } = await service.alertmanager(alertmanagerWebhook(new Date()));
      expect(notifications.length === 2, `${notifications.length} notifications were made`);
      await slack.expectMessage('#incidents', { text: 'Queue backlog on worker-1' });
      await slack.expectMessage('#incidents', { text: 'Queue backlog on worker-2' });
    }),
  );
  await report.part(() =>
    report.step('the same Idempotency-Key twice: one answer, one card', async () => {
      const title = 'Certificate of payments.example.com ends in 7 days';
      const first = await service.send({ title }, 'demo-certificate');
      const second = await service.send({ title }, 'demo-certificate');
      expect(first.id === second.id, `two notifications, ${first.id} and ${second.id}`);
      // Sent after them through the same lane: once it is there, a second card would be too.
      await service.send({ title: 'Sent after the certificate’s card' });
      await slack.expectMessage('#general', { text: 'Sent after the certificate’s card' });
      await slack.expectCount('#general', { text: title }, 1);
    }),
  );
}

/** What must be turned away. */
export async function playIntruders({ service, report }: Scene): Promise<void> {
  await report.part(() =>
    report.step('a wrong key gets 401', async () => {
      const authorization = 'Bearer swb_wrong';
      const { status } = await service.call('POST', '/v1/notifications', { title: 'x' }, { authorization });
      expect(status === 401, `the service answered ${status}`);
    }),
  );
  await report.part(() =>
    report.step('a Slack request gets 401 unsigned, and signed ten minutes ago', async () => {
      const events = `${service.url}/slack/events`;
      const body = JSON.stringify({ type: 'url_verification', challenge: 'demo' });
      const tenMinutesAgo = new Date(Date.now() - 600_000);
      const unsigned = await sendAsSlack(events, body, { signed: false });
      const old = await sendAsSlack(events, body, { at: tenMinutesAgo });
      const good = await sendAsSlack(events, body);
      expect(unsigned.status === 401, `unsigned: ${unsigned.status}`);
      expect(old.status === 401, `signed ten minutes ago: ${old.status}`);
      expect(good.status === 200, `rightly signed: ${good.status}`);
    }),
  );
}

/** The sandbox's page is there, and what it offers to set off goes through the service. */
export async function playGuide({ slack, stage, report }: Scene): Promise<void> {
  await report.part(() =>
    report.step('the sandbox’s page is built and served', async () => {
      const html = await (await fetch(stage.sandboxUrl)).text();
      const script = /src="([^"]+\.js)"/.exec(html)?.[1] ?? '/missing.js';
      const { status } = await fetch(`${stage.sandboxUrl}${script}`);
      expect(status === 200, `its script answered ${status}`);
    }),
  );
  await report.part(() =>
    report.step('the guide plays a dead channel: the service keeps Slack’s words', async () => {
      const { said, error } = await slack.play('dead-channel');
      expect(error === null, `it ended with: ${error}`);
      expect(/failed/.test(said.at(-1) ?? ''), `it told: ${said.join(' ')}`);
    }),
  );
}

/** An admin takes the app out of the workspace. */
export async function playUninstall({ stage, slack, report }: Scene): Promise<void> {
  await report.step('the app is uninstalled: the service knows', async () => {
    await slack.uninstall();
    await slack.expectRequest({ kind: 'event', name: 'app_uninstalled' }, ({ status }) => status === 200);
    await until(
      async () => {
        const all = await stage.switchboard<{ id: string; state: string }[]>('workspaces');
        const stateOf = (team: string) => all.find(({ id }) => id === team)?.state;
        expect(stateOf(DEMO_SECOND_WORKSPACE_ID) === 'active', 'the other workspace lost the app too');
        return stateOf(DEMO_WORKSPACE_ID) === 'active' ? undefined : true;
      },
      { timeoutMs: 10_000, otherwise: () => 'the workspace was not marked' },
    );
  });
}

/** The click of somebody whose Slack does not yet show the edit: Bob's request, with Carol's name on it. */
async function pressAgain(slack: SandboxClient, serviceUrl: string) {
  const bobs = await slack.expectRequest({ kind: 'interactivity', name: 'alert.ack' });
  const payload = JSON.parse(new URLSearchParams(bobs.request).get('payload') ?? '{}') as { user: object };
  payload.user = { ...payload.user, id: CAROL, username: 'carol', name: 'carol' };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const contentType = 'application/x-www-form-urlencoded';
  return sendAsSlack(`${serviceUrl}/slack/interactions`, body, { contentType });
}

const hasButton = ({ blocks = [] }: SandboxMessage) => blocks.some(({ type }) => type === 'actions');
