import { Client } from 'pg';
import { judge } from '../../soak/inbox/judge.js';
import { EFFECTS } from '../../bench/inbox/handlers.js';
import { createTestDatabase } from '../harness/database.js';
import { distUrl, startScript, stopAllPrograms } from '../harness/process.js';
import { hasRedis } from '../harness/redis.js';

const SMALL = ['--events', '200', '--kills', '3', '--webs', '1', '--workers', '1', '--limit', '60'];

describe('npm run soak -- inbox', () => {
  afterAll(stopAllPrograms);

  const soak = async (queue: string) => {
    const run = startScript(
      `const { runSoak } = await import(${JSON.stringify(distUrl('soak/inbox/main.js'))});
       await runSoak(${JSON.stringify([queue, ...SMALL, '--seed', '7'])});`,
    );
    const { code } = await run.exited;
    expect(`${code}\n${run.output}`).toMatch(/^0\n/);
    expect(run.lines[0]).toMatch(/^seed 7, the queue on /);
    const json = run.lines.filter((line) => line.startsWith('{'));
    expect(json.map((line) => JSON.parse(line))).toEqual([
      { events: 200, kills: 3, lost: 0, doubled: 0, seed: 7 },
    ]);
    return run;
  };

  it('loses and doubles nothing while processes are killed and PostgreSQL crashes', async () => {
    expect((await soak('postgres')).output).toMatch(/PostgreSQL crashes/);
  });

  (hasRedis ? it : it.skip)('nor when Redis forgets all jobs', async () => {
    expect((await soak('redis')).output).toMatch(/FLUSHALL/);
  });

  it('has a judge that sees what is missing and what is there twice', async () => {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(EFFECTS);
    await client.query(
      `INSERT INTO bench_effect VALUES ('T', 'Ev1'), ('T', 'Ev2'), ('T', 'Ev2'), ('T', 'Ev3')`,
    );
    const one = async <Row extends object>(sql: string, values: unknown[] = []) =>
      (await client.query<Row>(sql, values)).rows[0];
    expect(await judge({ one }, ['Ev1', 'Ev2', 'Ev4', 'Ev5'])).toEqual({ lost: 2, doubled: 1 });
    await client.end();
    await database.drop();
  });
});
