import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { hasChromium, TestBrowser } from './chromium.js';
import { faultsOf } from './looks.js';

/** Says its port, and whatever it is asked. */
const PROGRAM = `const server = require('node:http').createServer((request, response) => { console.log(request.url); response.end(); });
server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
/** "Within a few seconds": the time between two knocks, and that for which one waits. */
const SOON_MS = 8_000;

(hasChromium ? describe : describe.skip)('An app that is stopped (SIGSTOP)', () => {
  let app: ChildProcess;
  let sandbox: Sandbox;
  let browser: TestBrowser;
  let said = '';
  beforeAll(async () => {
    app = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] });
    app.stdout?.on('data', (part) => (said += String(part)));
    await once(app.stdout!, 'data');
    sandbox = await startSandbox({ appUrl: `http://127.0.0.1:${said.trim()}` });
    await new SandboxClient(sandbox.url).obtainTokens(['chat:write']);
    said = '';
    browser = await TestBrowser.launch();
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
    app?.kill('SIGKILL');
  });

  it('is shown as not answering within seconds, and as there when it goes on; it hears of no knock', async () => {
    const page = await browser.open(sandbox.url);
    const line = page.getByRole('button', { name: /^Switchboard/ });
    await line.locator('.state.up').waitFor();
    const frozen = page.getByText('Switchboard does not answer');
    expect(await frozen.count()).toBe(0);

    app.kill('SIGSTOP');
    await frozen.waitFor({ timeout: SOON_MS });
    await page.getByRole('button', { name: /^Switchboard.*, not answering/ }).waitFor();
    await line.locator('.state.down').waitFor();
    expect(await faultsOf(page, 'frozen app')).toEqual([]);

    app.kill('SIGCONT');
    await frozen.waitFor({ state: 'detached', timeout: SOON_MS });
    await line.locator('.state.up').waitFor();
    expect(said).toBe('');
  });
});
