import { DataKeys } from '../../src/installation/index.js';
import { SealBrokenError } from '../../src/platform/crypto/envelope.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { createService } from '../../src/service.js';
import { SlackTokens } from '../../src/slack/index.js';
import { startProgram, stopAllPrograms } from '../harness/process.js';
import {
  type Switchboard,
  TEST_ENCRYPTION_KEYS,
  WORKSPACE,
  startSwitchboard,
} from '../harness/switchboard.js';

const GLOBEX = 'T0GLOBEX01';
const NEW_KEY = `new:${Buffer.alloc(32, 8).toString('base64')}`;

describe('What is stored encrypted', () => {
  let board: Switchboard;
  beforeEach(async () => {
    // The new key is known to every process before any wraps with it.
    board = await startSwitchboard({ env: { ENCRYPTION_KEYS: `${TEST_ENCRYPTION_KEYS},${NEW_KEY}` } });
    await board.slack.in(GLOBEX).install(board.url);
  });
  afterEach(() => board.stop());
  afterAll(stopAllPrograms);

  const env = (keys: string) => ({ ...board.env, PORT: '0', ROLE: 'web', ENCRYPTION_KEYS: keys });
  const tokenOf = async (workspaceId: string) => {
    const tokens = board.app.get(SlackTokens);
    tokens.forget();
    return (await tokens.botOf({ workspaceId })).botToken;
  };

  it('is rewrapped while it is read and written, and nothing fails to open', async () => {
    const before = await tokenOf(GLOBEX);
    let rotating = true;
    let opened = 0;
    const failed: unknown[] = [];
    const load = [WORKSPACE.workspaceId, GLOBEX].map(async (workspaceId) => {
      while (rotating) {
        await tokenOf(workspaceId).then(
          () => (opened += 1),
          (error: unknown) => failed.push(error),
        );
      }
    });
    const installing = (async () => {
      while (rotating) await board.slack.install(board.url);
    })();
    const program = startProgram('src/cli.js', {
      args: ['secrets', 'rotate', '--json'],
      env: env(`${NEW_KEY},${TEST_ENCRYPTION_KEYS}`),
    });
    expect(await program.exited).toMatchObject({ code: 0 });
    rotating = false;
    await Promise.all([...load, installing]);
    expect(JSON.parse(program.output)).toEqual({ rewrapped: 2, key: 'new' });
    expect(failed).toEqual([]);
    expect(opened).toBeGreaterThan(100);

    // The old key has gone, and what it had sealed is there.
    const alone = await createService(loadConfig(env(NEW_KEY)));
    await alone.init();
    expect((await alone.get(SlackTokens).botOf({ workspaceId: GLOBEX })).botToken).toBe(before);
    expect(await alone.get(DataKeys).stale()).toBe(0);
    await alone.close();
  });

  it('doesn’t open in another row: not a token, not with its data key', async () => {
    const move = (column: string) =>
      board.query(
        `UPDATE installation a SET ${column} = b.${column} FROM installation b WHERE a.team_id = $1 AND b.team_id = $2`,
        [GLOBEX, WORKSPACE.workspaceId],
      );
    await move('bot_token');
    await expect(tokenOf(GLOBEX)).rejects.toThrow(SealBrokenError);
    await move('data_key');
    await expect(tokenOf(GLOBEX)).rejects.toThrow(SealBrokenError);
    expect(await tokenOf(WORKSPACE.workspaceId)).toMatch(/^xoxb/);
  });
});
