import { DEMO_WORKSPACE_ID } from '../sandbox/demo.js';
import { SandboxClient } from '../sandbox/kit/sandbox-client.js';
import { requireFreePorts } from './free-ports.js';
import type { DemoOptions } from './options.js';
import { expect, type Report } from './report.js';
import { ROUTES } from './samples.js';
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
  const key = await report.step('the command line makes a key', async () => {
    const scopes = ['send', 'read', 'manage'].flatMap((scope) => ['--scope', scope]);
    const made = await stage.switchboard<{ key: string }>(
      ...['keys', 'create', '--team', DEMO_WORKSPACE_ID, '--name', 'demo', ...scopes],
    );
    expect(made.key.startsWith('swb_'), `it printed ${JSON.stringify(made)}`);
    return made.key;
  });
  const service = new ServiceClient(stage.serviceUrl, key);
  await report.step('routes apply: payments alerts, deployments, everything else', () =>
    service.applyRoutes(ROUTES),
  );
  return { stage, slack, service, key, report };
}
