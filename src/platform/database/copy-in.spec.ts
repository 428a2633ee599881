import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { type TestDatabase, createTestDatabase } from '../../../test/harness/database.js';
import { DeadlineError } from '../deadline.js';
import { copyIn } from './copy-in.js';
import { CopyRows } from './copy-rows.js';
import { dataSourceOptions } from './data-source-options.js';

const LONG = 20_000;

describe('Copying rows in', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase();
    // One connection: what a statement leaves behind meets the next.
    dataSource = await new DataSource(dataSourceOptions(database.url, 1)).initialize();
    await dataSource.query(`
      CREATE TABLE thing (id text PRIMARY KEY, day date NOT NULL, words text, size smallint);
      CREATE TABLE note (id text PRIMARY KEY CHECK (id <> 'bad'))`);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(() => dataSource.query('TRUNCATE thing, note'));

  const things = (...ids: string[]) => {
    const rows = new CopyRows(2, 0);
    for (const id of ids) rows.row().text(id).date('2026-11-23');
    return { into: 'thing (id, day)', rows };
  };
  const notes = (...ids: string[]) => {
    const rows = new CopyRows(1, 0);
    for (const id of ids) rows.row().text(id);
    return { into: 'note (id)', rows };
  };
  const stored = async () => {
    const rows: { id: string }[] = await dataSource.query(
      'SELECT id FROM thing UNION ALL SELECT id FROM note ORDER BY id',
    );
    return rows.map(({ id }) => id);
  };
  const backend = async () => {
    const [{ pid }]: { pid: number }[] = await dataSource.query('SELECT pg_backend_pid() AS pid');
    return pid;
  };

  it('stores what it is given, whatever it is', async () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !/[\0\p{Surrogate}]/u.test(value));
    const size = fc.option(fc.integer({ min: -32_768, max: 32_767 }));
    const row = fc.record({
      day: fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
      words: fc.option(text),
      size,
    });
    const batches = fc.array(row, { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(batches, async (batch) => {
        const expected = batch.map(({ day, ...rest }, id) => ({
          id: String(id),
          day: day.toISOString().slice(0, 10),
          ...rest,
        }));
        const rows = new CopyRows(4, 0);
        for (const { id, day, words, size } of expected) {
          rows.row().text(id).date(day).smallint(size);
          if (words === null) rows.text(null);
          else rows.utf8(Buffer.from(words));
        }
        await copyIn(dataSource, LONG, [{ into: 'thing (id, day, size, words)', rows }]);
        const found: unknown = await dataSource.query(
          'SELECT id, day::text, words, size FROM thing ORDER BY id::int',
        );
        await dataSource.query('TRUNCATE thing');
        expect(found).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('stores all or nothing, and its connection is good for more', async () => {
    const pid = await backend();
    await expect(copyIn(dataSource, LONG, [things('a', 'b'), notes('c', 'bad')])).rejects.toMatchObject({
      code: '23514',
    });
    await expect(copyIn(dataSource, LONG, [things('a', 'a'), notes('c')])).rejects.toMatchObject({
      code: '23505',
    });
    expect(await stored()).toEqual([]);
    await copyIn(dataSource, LONG, [things('a', 'b'), notes('c')]);
    expect(await stored()).toEqual(['a', 'b', 'c']);
    expect(await backend()).toBe(pid);
  });

  it('gives a connection up that does not answer, and takes another one', async () => {
    const other = await new DataSource(dataSourceOptions(database.url, 1)).initialize();
    const runner = other.createQueryRunner();
    await runner.query('BEGIN; LOCK TABLE note');
    const pid = await backend();
    await expect(copyIn(dataSource, 100, [things('a'), notes('b')])).rejects.toThrow(DeadlineError);
    await runner.query('ROLLBACK');
    await runner.release();
    await other.destroy();
    await copyIn(dataSource, LONG, [notes('c')]);
    expect(await backend()).not.toBe(pid);
  });

  it('fails when its connection breaks, and nothing else does', async () => {
    const other = await new DataSource(dataSourceOptions(database.url, 1)).initialize();
    const runner = other.createQueryRunner();
    await runner.query('BEGIN; LOCK TABLE note');
    const pid = await backend();
    const copied = expect(copyIn(dataSource, LONG, [notes('b')])).rejects.toThrow();
    await runner.query('SELECT pg_terminate_backend($1)', [pid]);
    await copied;
    await runner.query('ROLLBACK');
    await runner.release();
    await other.destroy();
    await copyIn(dataSource, LONG, [notes('c')]);
    expect(await stored()).toEqual(['c']);
  });
});
