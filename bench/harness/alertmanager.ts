import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import { freePort } from './free-port.js';

const PROGRAM = 'prometheus-alertmanager';

/** Debian's Alertmanager is here. */
export const hasAlertmanager = spawnSync(PROGRAM, ['--version']).status === 0;

/** Debian's real Alertmanager on loopback, alone; it ends with this process. */
export class Alertmanager {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly url: string,
  ) {}

  /** @param config as in alertmanager.yml */
  static async start(config: object): Promise<Alertmanager> {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-alertmanager-'));
    const file = join(folder, 'alertmanager.yml');
    await writeFile(file, stringify(config));
    const port = await freePort();
    const child = spawn(PROGRAM, [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ]);
    process.once('exit', () => child.kill('SIGKILL'));
    const said: string[] = [];
    let listens = false;
    // It logs to standard error.
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line);
      listens = /[Ll]istening/.test(line);
      if (listens) break;
    }
    if (!listens) throw new Error(`Alertmanager did not start:\n${said.join('\n')}`);
    child.stderr.resume();
    child.stdout.resume();
    return new Alertmanager(child, folder, `http://127.0.0.1:${port}`);
  }

  /** Posts alerts as Prometheus does. */
  async post(alerts: object[]): Promise<void> {
    const response = await fetch(`${this.url}/api/v2/alerts`, {
      method: 'POST',
      body: JSON.stringify(alerts),
      headers: { 'content-type': 'application/json' },
    });
    if (!response.ok) throw new Error(`Alertmanager: HTTP ${response.status} ${await response.text()}`);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }
}
