import { DataSource, type EntityManager } from 'typeorm';
import { type TestDatabase, createTestDatabase } from '../../../test/harness/database.js';
import { dataSourceOptions } from './data-source-options.js';
import { Transactions } from './transactions.js';

describe('A service’s transaction', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
    await dataSource.query('CREATE TABLE account (name text PRIMARY KEY, coins int NOT NULL DEFAULT 0)');
    transactions = new Transactions(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(() => dataSource.query(`TRUNCATE account; INSERT INTO account VALUES ('ann'), ('bob')`));

  const insert = (name: string) => (tx: EntityManager) =>
    tx.query('INSERT INTO account (name) VALUES ($1)', [name]);
  const names = async () => {
    const rows: { name: string }[] = await dataSource.query('SELECT name FROM account ORDER BY name');
    return rows.map(({ name }) => name);
  };

  it('joins the unit of work that its caller is part of, and goes when that goes', async () => {
    const work = transactions.begin(async (tx) => {
      await transactions.run({ unit: { tx } }, insert('carl'));
      throw new Error('later');
    });
    await expect(work).rejects.toThrow('later');
    expect(await names()).toEqual(['ann', 'bob']);
  });

  it('is sealed by a unit that has none yet: both are committed, or neither is', async () => {
    await transactions.run({ unit: { seal: async (tx) => void (await insert('seal')(tx)) } }, insert('dora'));
    expect(await names()).toEqual(['ann', 'bob', 'dora', 'seal']);
    const broken = { seal: () => Promise.reject(new Error('the seal broke')) };
    await expect(transactions.run({ unit: broken }, insert('emil'))).rejects.toThrow('broke');
    expect(await names()).not.toContain('emil');
  });

  it('runs its hooks after the commit, once per name, and not at all without one', async () => {
    const seen: string[][] = [];
    const look = async () => void seen.push(await names());
    await transactions.begin(async (tx) => {
      transactions.afterCommit(tx, 'look', look);
      await insert('carl')(tx);
      transactions.afterCommit(tx, 'look', look);
    });
    const failing = transactions.begin((tx) => {
      transactions.afterCommit(tx, 'look', look);
      return insert('ann')(tx);
    });
    await expect(failing).rejects.toThrow('duplicate key');
    expect(seen).toEqual([['ann', 'bob', 'carl']]);
  });

  it('is never run again once it is committed, whatever a hook throws', async () => {
    const deadlock = Object.assign(new Error('of somebody else'), { code: '40P01' });
    const work = transactions.begin(async (tx) => {
      transactions.afterCommit(tx, 'fail', () => Promise.reject(deadlock));
      await tx.query(`UPDATE account SET coins = coins + 1 WHERE name = 'ann'`);
    });
    await expect(work).rejects.toThrow('of somebody else');
    expect(await dataSource.query(`SELECT coins FROM account WHERE name = 'ann'`)).toEqual([{ coins: 1 }]);
  });

  it('is run again when it met a deadlock', async () => {
    let begun = 0;
    let bothHaveOne: () => void;
    const meeting = new Promise<void>((resolve) => (bothHaveOne = resolve));
    const move = (from: string, to: string) =>
      transactions.begin(async (tx) => {
        await tx.query('UPDATE account SET coins = coins - 1 WHERE name = $1', [from]);
        begun += 1;
        if (begun === 2) bothHaveOne();
        await meeting;
        await tx.query('UPDATE account SET coins = coins + 1 WHERE name = $1', [to]);
      });
    await Promise.all([move('ann', 'bob'), move('bob', 'ann')]);
    expect(begun).toBeGreaterThan(2);
    expect(await dataSource.query('SELECT coins FROM account')).toEqual([{ coins: 0 }, { coins: 0 }]);
  });
});
