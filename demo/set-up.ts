import { DEMO_SECOND_WORKSPACE_ID, DEMO_WORKSPACE_ID } from '../sandbox/demo.js';
import { SandboxClient } from '../sandbox/kit/sandbox-client.js';
import { tellHistory } from './history.js';
import { requireFreePorts } from './free-ports.js';
import type { DemoOptions } from './options.js';
import { expect, type Report } from './report.js';
import { ROUTES, SECOND_ROUTES } from './samples.js';
import { ServiceClient } from './service-client.js';
import type { Stage } from './stage.js';

/** All that a play needs. */
export interface Scene {
  stage: Stage;
  slack: SandboxClient;
  service: ServiceClient;
  key: string;
  report: Report;
}

/** From nothing to a workspace that has the app, a key and routes. @throws StepFailed */
export async function setUp(options: DemoOptions, stage: Stage, report: Report): Promise<Scene> {
  const slack = new SandboxClient(stage.sandboxUrl);
  await report.step(`ports ${options.servicePort} and ${options.sandboxPort} are free`, () =>
    requireFreePorts(options),
  );
  await report.step('embedded PostgreSQL starts, empty', () => stage.startDatabase());
  await report.step(`sandbox, a Slack of our own, answers on ${stage.sandboxUrl}`, async () => {
    await stage.startSandbox();
    // With Slack's own limit on posts: about one a second and channel.
    await slack.configure({ limits: { enabled: true } });
  });
  await report.step('people of two workspaces have talked a little', () => tellHistory(slack));
  await report.step(`service migrates its database and is ready on ${stage.serviceUrl}`, () =>
    stage.startService(),
  );
  await report.step('the landing page shows the Add to Slack button', async () => {
    const page = await fetch(stage.serviceUrl);
    const html = await page.text();
    expect(page.status === 200 && html.includes('Add to Slack'), `GET / answered ${page.status}: ${html}`);
  });
  await report.step('the app installs through its page, Slack’s page and Allow', async () => {
    const { status, html } = await slack.install(stage.serviceUrl, { user: 'ann' });
    const heading = /<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? html;
    expect(status === 200 && heading.includes('is in Acme'), `the last page (${status}) says: ${heading}`);
  });
  const key = await report.step('the command line makes a key', () => makeKey(stage, DEMO_WORKSPACE_ID));
  const service = new ServiceClient(stage.serviceUrl, key);
  await report.step('routes apply: payments alerts, deployments, everything else', () =>
    service.applyRoutes(ROUTES),
  );
  await report.step('a second workspace has the app, a key and routes of its own', async () => {
    const { status } = await slack.in('globex').install(stage.serviceUrl);
    expect(status === 200, `the last page answered ${status}`);
    const second = await makeKey(stage, DEMO_SECOND_WORKSPACE_ID);
    await new ServiceClient(stage.serviceUrl, second).applyRoutes(SECOND_ROUTES);
    // With these the sandbox's page can set things off.
    await slack.configure({ service: { url: stage.serviceUrl, key } });
    await slack.in('globex').configure({ service: { url: stage.serviceUrl, key: second } });
  });
  return { stage, slack, service, key, report };
}

async function makeKey(stage: Stage, team: string): Promise<string> {
  const scopes = ['send', 'read', 'manage'].flatMap((scope) => ['--scope', scope]);
  const made = await stage.switchboard<{ key: string }>(
    ...['keys', 'create', '--team', team, '--name', 'demo', ...scopes],
  );
  expect(made.key.startsWith('swb_'), `it printed ${JSON.stringify(made)}`);
  return made.key;
}
