import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { DeadlineError } from '../deadline.js';
import { dataSourceOptions } from './data-source-options.js';
import { withConnection } from './pool.js';

const SLEEP = 'SELECT pg_sleep(60)';

describe('Work on a connection that takes too long', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url, 1)).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  afterEach(async () => expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]));

  it('is late, when we say so', async () => {
    const late = withConnection(dataSource, 30, (client) => client.query(SLEEP));
    await expect(late).rejects.toThrow(DeadlineError);
  });

  it('is late, when PostgreSQL is the first to say so', async () => {
    const late = withConnection(dataSource, 20_000, (client) =>
      client.query(`SET statement_timeout = 30; ${SLEEP}`),
    );
    await expect(late).rejects.toThrow(DeadlineError);
  });
});
