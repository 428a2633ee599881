import { freePort } from './free-port.js';
import { type RunningProgram, startProgram } from './process.js';
import type { Switchboard } from './switchboard.js';

/**
 * Another process of the board's, to which Slack sends everything from now on. It holds what people do until it gets
 * SIGUSR2, and soon answers Slack that it is busy: see desk-program.ts.
 */
export async function startHoldingDesk(board: Switchboard): Promise<RunningProgram> {
  const port = String(await freePort());
  const program = startProgram('test/harness/desk-program.js', {
    env: { ...board.env, ROLE: 'web', PORT: port, DESK_ANSWER_BY: '200', LOG_LEVEL: 'warn' },
  });
  await program.waitForLine(/^ready$/);
  await board.slack.configure({ app: { requestUrl: `http://127.0.0.1:${port}/slack/events` } });
  return program;
}
