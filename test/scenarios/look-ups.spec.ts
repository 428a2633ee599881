import { DataSource, type Logger } from 'typeorm';
import { Losses } from '../../src/installation/index.js';
import { SlackTokens } from '../../src/slack/index.js';
import { distUrl, startScript, stopAllPrograms } from '../harness/process.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const INSTALLATIONS = 100_000;
const ASK = `
  await import('reflect-metadata');
  const { createService } = await import(${JSON.stringify(distUrl('src/service.js'))});
  const { loadConfig } = await import(${JSON.stringify(distUrl('src/platform/config/config.js'))});
  const { SlackTokens } = await import(${JSON.stringify(distUrl('src/slack/index.js'))});
  const app = await createService(loadConfig(process.env));
  await app.init();
  const tokens = app.get(SlackTokens);
  let said;
  setInterval(async () => {
    const says = await tokens.botOf({ workspaceId: '${WORKSPACE.workspaceId}' }).then(() => 'has', () => 'lost');
    if (says !== said) console.log((said = says) + ' ' + Date.now());
  }, 10);`;

describe('Looking an installation up', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startSwitchboard();
    await board.query(
      `INSERT INTO installation (id, team_id, enterprise_id, bot_id, bot_user_id, scopes, data_key, bot_token, state)
       SELECT gen_random_uuid(), CASE WHEN n % 10 > 0 THEN 'T' || n END, 'E' || n, 'B' || n, 'U' || n, '{}', 'v1.k.x', 'v1.x', 'active'
       FROM generate_series(1, ${INSTALLATIONS}) n`,
    );
    await board.query(
      `INSERT INTO workspace (id, name, installation_id)
       SELECT coalesce(team_id, 'TW' || enterprise_id), 'W', id FROM installation WHERE team_id IS DISTINCT FROM $1`,
      [WORKSPACE.workspaceId],
    );
    await board.query('ANALYZE installation, workspace');
  });
  afterAll(() => board.stop());
  afterAll(stopAllPrograms);

  /** Statements of the process's pool while `work` runs. */
  async function statements(work: () => Promise<unknown>): Promise<[string, unknown[]][]> {
    const seen: [string, unknown[]][] = [];
    const dataSource = board.app.get(DataSource);
    const { logger } = dataSource;
    const nothing = () => undefined;
    const counting: Logger = {
      logQuery: (query, parameters) => void seen.push([query, (parameters ?? []) as unknown[]]),
      logQueryError: nothing,
      logQuerySlow: nothing,
      logSchemaBuild: nothing,
      logMigration: nothing,
      log: nothing,
    };
    dataSource.logger = counting;
    try {
      await work();
    } finally {
      dataSource.logger = logger;
    }
    return seen.filter(([query]) => /\binstallation\b/.test(query));
  }

  it('among 100,000 costs one query when cold, through indexes alone, and none when warm', async () => {
    const tokens = board.app.get(SlackTokens);
    tokens.forget();
    const cold = await statements(() => Promise.all([1, 2, 3].map(() => tokens.botOf(WORKSPACE))));
    expect(cold).toHaveLength(1);
    const warm = await statements(async () => {
      for (let request = 0; request < 1_000; request += 1) await tokens.botOf(WORKSPACE);
    });
    expect(warm).toEqual([]);
    const [[sql, parameters]] = cold;
    for (const owner of [
      parameters,
      ['T4711', 'T4711'],
      ['TWE4710', 'TWE4710'],
      ['TNEW', 'E4710'],
      ['TNO', 'TNO'],
    ]) {
      const plan = await board.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, owner);
      const text = plan.map((row) => row['QUERY PLAN']).join('\n');
      expect(text).not.toContain('Seq Scan');
      expect(text.match(/Index (Only )?Scan/g)?.length).toBeGreaterThanOrEqual(4);
    }
  });

  it('a revoked token is unusable in every process within 2 s, also where the line for news is cut in that moment', async () => {
    const others = [1, 2].map(() =>
      startScript(ASK, { env: { ...board.env, PORT: '0', ROLE: 'web', LOG_LEVEL: 'silent' } }),
    );
    await Promise.all(others.map((other) => other.waitForLine(/^has/, 60_000)));
    // One of them is deaf from now on: its line is cut, and it has not noticed.
    const cut = await board.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'switchboard-changes' AND datname = current_database()
       ORDER BY backend_start DESC LIMIT 1`,
    );
    expect(cut).toHaveLength(1);
    await board.app.get(Losses).end(WORKSPACE, { state: 'revoked', reason: 'test' });
    const endedAt = Date.now();
    const lines = await Promise.all(others.map((other) => other.waitForLine(/^lost (\d+)/)));
    for (const [, at] of lines) expect(Number(at) - endedAt).toBeLessThan(2_000);
    await expect(board.app.get(SlackTokens).botOf(WORKSPACE)).rejects.toThrow('no working installation');
    await Promise.all(others.map((other) => other.stop()));
  });
});
