import type { Switchboard } from './switchboard.js';

/** What whoever types a command is shown, and nobody else: within Slack's three seconds. */
export async function answerTo(
  board: Switchboard,
  text: string,
  where: { user?: string; channel?: string },
): Promise<string> {
  const { status, ms, body } = await board.slack.command(text.trim(), where);
  expect(status).toBe(200);
  expect(ms).toBeLessThan(3_000);
  expect(JSON.parse(body)).toMatchObject({ response_type: 'ephemeral' });
  return (JSON.parse(body) as { text: string }).text;
}
