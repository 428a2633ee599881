import { NotInstalledError, SlackTokens } from './slack-tokens.js';

describe('tokens', () => {
  const bot = { workspaceId: 'T1', botToken: 'xoxb-1', botId: 'B1', botUserId: 'U1' };

  const tokensOf = (...found: (typeof bot | undefined)[]) => {
    const asked: string[] = [];
    const tokens = new SlackTokens();
    tokens.use({
      botOf: ({ workspaceId }) => {
        asked.push(workspaceId);
        return Promise.resolve(found.shift());
      },
    });
    return { tokens, asked };
  };

  it('are asked for once in a burst, and again when an installation has changed', async () => {
    const { tokens, asked } = tokensOf(bot, { ...bot, botToken: 'xoxb-2' });
    for (let event = 0; event < 3; event += 1) expect(await tokens.botOf({ workspaceId: 'T1' })).toBe(bot);
    expect(asked).toEqual(['T1']);
    tokens.forget();
    expect(await tokens.botOf({ workspaceId: 'T1' })).toMatchObject({ botToken: 'xoxb-2' });
  });

  it('are asked for each time where there is no installation: one may be made at any moment', async () => {
    const { tokens } = tokensOf(undefined, bot);
    await expect(tokens.botOf({ workspaceId: 'T1' })).rejects.toThrow(NotInstalledError);
    expect(await tokens.botOf({ workspaceId: 'T1' })).toBe(bot);
  });
});
