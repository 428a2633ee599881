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

export interface LogProgramOptions {
  /** Where the log keeps what its memory does not. */
  logFile?: string;
  /** How many entries its memory holds. */
  logEntries?: number;
}

/**
 * A sandbox and its log as processes of their own (ADR 0013): for tests that kill things, and for measurements. End
 * them with `stopAllPrograms`.
 */
export async function startSandboxPrograms(
  options: LogProgramOptions & { appUrl?: string } = {},
): Promise<SandboxPrograms> {
  const { program: log, logUrl } = await startLogProgram(options);
  return { ...(await startSandboxProgram(logUrl, options.appUrl)), logUrl, log };
}

/** Another log, after the first was killed. */
export async function startLogProgram(
  options: LogProgramOptions,
): Promise<{ program: RunningProgram; logUrl: string }> {
  const { logFile, logEntries } = options;
  const program = startProgram('sandbox/log/main.js', {
    env: {
      ...(logFile === undefined ? {} : { SANDBOX_LOG_FILE: logFile }),
      ...(logEntries === undefined ? {} : { SANDBOX_LOG_ENTRIES: String(logEntries) }),
    },
  });
  const [, logUrl] = await program.waitForLine(/^sandbox log: listening on (\S+)$/);
  return { program, logUrl };
}

/** Another sandbox on the same log, after the first was killed. */
export async function startSandboxProgram(
  logUrl: string,
  appUrl = DEMO_APP_URL,
): Promise<{ sandbox: RunningProgram; url: string }> {
  const env = { SANDBOX_PORT: '0', SANDBOX_APP_URL: appUrl, SANDBOX_LOG_KEEPER: logUrl };
  const sandbox = startProgram('sandbox/main.js', { env });
  const [, url] = await sandbox.waitForLine(/^sandbox: listening on (\S+)$/);
  return { sandbox, url };
}
