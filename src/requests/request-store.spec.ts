import { DataSource } from 'typeorm';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { dataSourceOptions } from '../platform/database/data-source-options.js';
import { migrate } from '../platform/database/migrate.js';
import { type TestDatabase, createTestDatabase } from '../../test/harness/database.js';
import { LostRequestError, RequestStore } from './request-store.js';

const tenant = { workspaceId: 'T1' };

describe('A stored request', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let store: RequestStore;
  beforeAll(async () => {
    database = await createTestDatabase(async (url) => void (await migrate(url)));
    dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
    store = new RequestStore(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const request = (onceKey: string) => ({
    id: uuidv7(),
    claim: uuidv4(),
    tenant,
    kind: 'action' as const,
    name: 'go',
    userId: 'U1',
    json: '{}',
    onceKey,
  });
  const end = (id: string, claim: string, state: 'done' | 'failed', again: boolean) =>
    store.end({ workspaceId: 'T1', id, claim, state, again, error: state === 'done' ? null : 'broken' });
  const seal = (id: string, claim: string) => dataSource.transaction((tx) => store.seal(tx, 'T1', id, claim));
  const rowOf = async (id: string) => {
    const [row]: [object] = await dataSource.query('SELECT state, error FROM slack_request WHERE id = $1', [
      id,
    ]);
    return row;
  };
  /** Its process has not said for longer than the lease that it is there. */
  const takenOver = async (id: string) => {
    await dataSource.query(
      `UPDATE slack_request SET lease_until = clock_now() - interval '1 s' WHERE id = $1`,
      [id],
    );
    const claim = uuidv4();
    expect(await store.takeOver(claim, 10)).toMatchObject([{ id, attempts: 2 }]);
    return claim;
  };

  it('is the same as an equal one until it is over, also when both come in one batch', async () => {
    const [first, second] = [request('same'), request('same')];
    expect(await Promise.all([store.store(first), store.store(second)])).toEqual(['stored', 'repeated']);
    expect(await store.store(request('same'))).toBe('repeated');
    await end(first.id, first.claim, 'failed', true);
    expect(await store.store(request('same'))).toBe('stored');
  });

  it('that another process took over is its alone: the first can neither seal nor end it', async () => {
    const one = request('lost');
    await store.store(one);
    const claim = await takenOver(one.id);
    await expect(seal(one.id, one.claim)).rejects.toThrow(LostRequestError);
    await end(one.id, one.claim, 'failed', true);
    expect(await rowOf(one.id)).toEqual({ state: 'running', error: null });
    // The click is still being handled: a second one is the same.
    expect(await store.store(request('lost'))).toBe('repeated');
    expect(await store.holds('T1', one.id, one.claim)).toBe(false);
    expect(await store.holds('T1', one.id, claim)).toBe(true);
    await seal(one.id, claim);
    expect(await rowOf(one.id)).toEqual({ state: 'done', error: null });
  });

  it('whose effects are committed stays done, whatever fails afterwards, and is not taken over', async () => {
    const one = request('sealed');
    await store.store(one);
    await seal(one.id, one.claim);
    await seal(one.id, one.claim);
    await end(one.id, one.claim, 'failed', false);
    expect(await rowOf(one.id)).toEqual({ state: 'done', error: 'broken' });
    expect(await store.takeOver(uuidv4(), 10)).toEqual([]);
  });

  it('is taken over by one of many', async () => {
    const one = request('wanted');
    await store.store(one);
    await dataSource.query(
      `UPDATE slack_request SET lease_until = clock_now() - interval '1 s' WHERE id = $1`,
      [one.id],
    );
    const taken = await Promise.all([1, 2, 3, 4].map(() => store.takeOver(uuidv4(), 10)));
    expect(taken.flat()).toHaveLength(1);
  });
});
