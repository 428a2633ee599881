import {
  defaultCallbackFailure,
  InstallProvider,
  MemoryInstallationStore,
  type CodedError,
  type InstallURLOptions,
} from '@slack/oauth';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEMO_CLIENT_ID, DEMO_CLIENT_SECRET } from '../../sandbox/demo.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import type { SandboxOptions } from '../../sandbox/sandbox.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { silentLogger } from './silent-logger.js';

/** A sandbox, and an app that is no more than Slack's own `InstallProvider` behind two paths. */
export interface ProviderInSandbox {
  sandbox: ContractSandbox;
  people: SandboxClient;
  provider: InstallProvider;
  store: MemoryInstallationStore;
  /** What the app asks for at its next `/slack/install`. */
  asks: InstallURLOptions;
  /** The app's address. */
  url: string;
  /** Why installations failed, newest last. */
  failures: CodedError[];
  close(): Promise<void>;
}

/** The provider is untouched but for its two URLs; its state store and installation store are Slack's own. */
export async function startProviderInSandbox(options: SandboxOptions = {}): Promise<ProviderInSandbox> {
  const sandbox = await startContractSandbox(options);
  const store = new MemoryInstallationStore();
  const provider = new InstallProvider({
    clientId: DEMO_CLIENT_ID,
    clientSecret: DEMO_CLIENT_SECRET,
    stateSecret: 'state',
    installationStore: store,
    authorizationUrl: `${sandbox.url}/oauth/v2/authorize`,
    clientOptions: { slackApiUrl: `${sandbox.url}/api/`, retryConfig: { retries: 0 } },
    logger: silentLogger,
  });
  const failures: CodedError[] = [];
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/slack/install')) {
      void provider.handleInstallPath(request, response, {}, started.asks);
      return;
    }
    void provider.handleCallback(request, response, {
      failure(error, ...rest) {
        failures.push(error);
        defaultCallbackFailure(error, ...rest);
      },
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new SandboxClient(sandbox.url);
  await people.configure({ app: { redirectUrls: [url] } });
  const started: ProviderInSandbox = {
    sandbox,
    people,
    provider,
    store,
    url,
    failures,
    asks: { scopes: [] },
    async close() {
      await sandbox.close();
      server.close();
      server.closeAllConnections();
    },
  };
  return started;
}
