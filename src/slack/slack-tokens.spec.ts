import { Clock } from '../platform/clock.js';
import { NotInstalledError, SlackTokens } from './slack-tokens.js';

class SetClock extends Clock {
  at = Date.parse('2026-11-28T00:00:00Z');
  now() {
    return new Date(this.at);
  }
}

describe('tokens', () => {
  const bot = { workspaceId: 'T1', installationId: 'i1', botToken: 'xoxb-1', botId: 'B1', botUserId: 'U1' };
  type Bot = typeof bot & { expiresAt?: Date };

  const tokensOf = (...found: (Bot | undefined)[]) => {
    const asked: string[] = [];
    const clock = new SetClock();
    const tokens = new SlackTokens(clock);
    tokens.use({
      botOf: ({ workspaceId }) => {
        asked.push(workspaceId);
        return Promise.resolve(found.shift());
      },
    });
    tokens.hear(true);
    return { tokens, asked, clock };
  };

  it('are asked for once in a burst, and again when their installation has changed', async () => {
    const { tokens, asked } = tokensOf(bot, { ...bot, botToken: 'xoxb-2' });
    const burst = [1, 2, 3].map(() => tokens.botOf({ workspaceId: 'T1' }));
    for (const found of await Promise.all(burst)) expect(found).toBe(bot);
    expect(await tokens.botOf({ workspaceId: 'T1' })).toBe(bot);
    expect(asked).toEqual(['T1']);
    tokens.forget('another');
    expect(await tokens.botOf({ workspaceId: 'T1' })).toBe(bot);
    tokens.forget('i1');
    expect(await tokens.botOf({ workspaceId: 'T1' })).toMatchObject({ botToken: 'xoxb-2' });
  });

  it('are asked for each time where there is no installation: one may be made at any moment', async () => {
    const { tokens } = tokensOf(undefined, bot);
    await expect(tokens.botOf({ workspaceId: 'T1' })).rejects.toThrow(NotInstalledError);
    expect(await tokens.botOf({ workspaceId: 'T1' })).toBe(bot);
  });

  it('that were asked for before a change are not kept after it', async () => {
    const { tokens, asked } = tokensOf(bot, { ...bot, botToken: 'xoxb-2' });
    const early = tokens.botOf({ workspaceId: 'T1' });
    tokens.forget('i1');
    expect(await early).toBe(bot);
    expect(await tokens.botOf({ workspaceId: 'T1' })).toMatchObject({ botToken: 'xoxb-2' });
    expect(asked).toEqual(['T1', 'T1']);
  });

  it('are forgotten when changes are no longer heard', async () => {
    const { tokens } = tokensOf(bot, { ...bot, botToken: 'xoxb-2' });
    await tokens.botOf({ workspaceId: 'T1' });
    tokens.hear(false);
    expect(await tokens.botOf({ workspaceId: 'T1' })).toMatchObject({ botToken: 'xoxb-2' });
  });

  it('that expire are asked for again a minute before', async () => {
    const { tokens, clock } = tokensOf(
      { ...bot, expiresAt: new Date(Date.parse('2026-11-28T12:00:00Z')) },
      { ...bot, botToken: 'xoxb-2', expiresAt: new Date(Date.parse('2026-11-29T00:00:00Z')) },
    );
    await tokens.botOf({ workspaceId: 'T1' });
    clock.at = Date.parse('2026-11-28T11:58:59Z');
    expect(await tokens.botOf({ workspaceId: 'T1' })).toMatchObject({ botToken: 'xoxb-1' });
    clock.at = Date.parse('2026-11-28T11:59:00Z');
    expect(await tokens.botOf({ workspaceId: 'T1' })).toMatchObject({ botToken: 'xoxb-2' });
  });
});
