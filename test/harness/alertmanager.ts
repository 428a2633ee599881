import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from './free-port.js';
import { lineOf } from './redis.js';

const PROGRAM = 'prometheus-alertmanager';

/** Whether Debian's Alertmanager is here. */
export const hasAlertmanager = spawnSync(PROGRAM, ['--version']).status === 0;

export interface TestAlertmanager {
  /** Posts alerts as Prometheus does. */
  post(alerts: object[]): Promise<void>;
  stop(): Promise<void>;
}

/** Debian's real Alertmanager on loopback, telling one webhook. Its groups wait as little as it allows. */
export async function startAlertmanager(webhook: { url: string; key: string }): Promise<TestAlertmanager> {
  const directory = await mkdtemp(join(tmpdir(), 'switchboard-alertmanager-'));
  const receiver = {
    name: 'switchboard',
    webhook_configs: [
      {
        url: webhook.url,
        send_resolved: true,
        http_config: { authorization: { type: 'Bearer', credentials: webhook.key } },
      },
    ],
  };
  const route = {
    receiver: 'switchboard',
    group_by: ['cluster'],
    group_wait: '10ms',
    group_interval: '100ms',
  };
  const file = join(directory, 'alertmanager.yml');
  await writeFile(file, stringify({ route, receivers: [receiver] }));
  const port = await freePort();
  const child = spawn(PROGRAM, [
    `--config.file=${file}`,
    `--storage.path=${join(directory, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ]);
  await lineOf(child, /[Ll]istening/);
  return {
    async post(alerts) {
      const response = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
        method: 'POST',
        body: JSON.stringify(alerts),
        headers: { 'content-type': 'application/json' },
      });
      if (!response.ok) throw new Error(`Alertmanager: HTTP ${response.status} ${await response.text()}`);
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}
