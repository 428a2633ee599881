import { DEMO_APP_URL } from '../../sandbox/demo.js';
import { startProgram, type RunningProgram } from './process.js';

export interface SandboxPrograms {
  /** Where the sandbox is. */
  url: string;
  /** Where the log is, also when the sandbox is gone: `GET /log`, `GET /summary`. */
  logUrl: string;
  sandbox: RunningProgram;
  log: RunningProgram;
}

/**
 * A sandbox and its log as processes of their own (ADR 0013): for tests that kill things, and for measurements. End
 * them with `stopAllPrograms`.
 */
export async function startSandboxPrograms(
  options: { appUrl?: string; logFile?: string; logUrl?: string } = {},
): Promise<SandboxPrograms> {
  const { appUrl = DEMO_APP_URL, logFile } = options;
  const log = startProgram('sandbox/log/main.js', {
    env: logFile === undefined ? {} : { SANDBOX_LOG_FILE: logFile },
  });
  const logUrl = (await log.waitForLine(/^sandbox log: listening on (\S+)$/))[1];
  const sandbox = startSandboxProgram(appUrl, logUrl);
  const url = (await sandbox.waitForLine(/^sandbox: listening on (\S+)$/))[1];
  return { url, logUrl, sandbox, log };
}

/** Another sandbox on the same log, after the first was killed. */
export function startSandboxProgram(appUrl: string, logUrl: string): RunningProgram {
  const env = { SANDBOX_PORT: '0', SANDBOX_APP_URL: appUrl, SANDBOX_LOG_KEEPER: logUrl };
  return startProgram('sandbox/main.js', { env });
}
