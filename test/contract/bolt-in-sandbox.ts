import { App, HTTPReceiver } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { AddressInfo } from 'node:net';
import { DEMO_SIGNING_SECRET } from '../../sandbox/demo.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { sdkClient } from './sdk-client.js';
import { silentLogger } from './silent-logger.js';

/** A sandbox and an app made with Bolt's HTTPReceiver, installed into its first workspace. */
export interface BoltInSandbox {
  sandbox: ContractSandbox;
  people: SandboxClient;
  app: App;
  /** Slack's client with the bot's token of the last `install`. */
  client(): WebClient;
  /** The bot's token; a fresh installation each time. */
  install(scopes: string[]): Promise<string>;
  close(): Promise<void>;
}

/** `register` adds the listeners. The app answers on a port of its own, with everything at `/slack/events`. */
export async function startBoltInSandbox(register: (app: App) => void): Promise<BoltInSandbox> {
  const sandbox = await startContractSandbox();
  const people = new SandboxClient(sandbox.url);
  let token = '';
  const receiver = new HTTPReceiver({
    signingSecret: DEMO_SIGNING_SECRET,
    logger: silentLogger,
    unhandledRequestTimeoutMillis: 200,
  });
  const app = new App({
    receiver,
    logger: silentLogger,
    clientOptions: { slackApiUrl: `${sandbox.url}/api/`, retryConfig: { retries: 0 } },
    authorize: async () => ({ botToken: token }),
  });
  register(app);
  const server = await app.start(0);
  const { port } = (server as unknown as { address(): AddressInfo }).address();
  await people.configure({ app: { requestUrl: `http://127.0.0.1:${port}/slack/events` } });
  return {
    sandbox,
    people,
    app,
    client: () => sdkClient(sandbox.url, token),
    async install(scopes) {
      await people.reset();
      token = (await people.obtainTokens(scopes)).botToken;
      return token;
    },
    async close() {
      await sandbox.close();
      await app.stop();
    },
  };
}
