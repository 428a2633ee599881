import { DeadlineError } from './deadline.js';
import { UnavailableError } from './errors/app-error.js';
import { Gatherer, type GathererOptions } from './gatherer.js';

/** A store that answers when the test says so. */
class Store {
  readonly writes: { items: string[]; answer: () => void; fail: (error: unknown) => void }[] = [];

  readonly write = (items: string[]) =>
    new Promise<string[]>((resolve, reject) => {
      const answer = () => resolve(items.map((item) => `${item} stored`));
      this.writes.push({ items, answer, fail: reject });
    });

  get seen(): string[][] {
    return this.writes.map(({ items }) => items);
  }
}

const LIMITS: GathererOptions = { most: 3, writers: 1, enough: 3, waiting: 4 };
/** Lets what is settled already be told to whom it concerns. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('A gatherer', () => {
  let store: Store;
  const gatherer = (limits: Partial<GathererOptions> = {}) =>
    new Gatherer(store.write, { ...LIMITS, ...limits });
  beforeEach(() => (store = new Store()));

  it('writes at once when idle, with all that came in the same turn', async () => {
    const one = gatherer();
    const stored = ['a', 'b'].map((item) => one.add(item));
    await settled();
    expect(store.seen).toEqual([['a', 'b']]);
    store.writes[0].answer();
    expect(await Promise.all(stored)).toEqual(['a stored', 'b stored']);
  });

  it('gathers what arrives while a write is under way, in order, as many as one write takes', async () => {
    const one = gatherer();
    const first = one.add('a');
    await settled();
    const later = Promise.all(['b', 'c', 'd', 'e'].map((item) => one.add(item)));
    for (const index of [0, 1, 2]) {
      store.writes[index].answer();
      await settled();
    }
    expect(store.seen).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
    expect([await first, ...(await later)]).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((item) => `${item} stored`),
    );
  });

  it('has as many writes under way as it has writers, and begins another when enough wait', async () => {
    const one = gatherer({ writers: 2, enough: 2 });
    for (const item of ['a', 'b', 'c']) {
      void one.add(item);
      await settled();
    }
    expect(store.seen).toEqual([['a'], ['b', 'c']]);
    void one.add('d');
    await settled();
    expect(store.seen).toHaveLength(2);
  });

  it('begins in the middle of a turn when enough wait', () => {
    const one = gatherer({ writers: 2, enough: 2 });
    for (const item of ['a', 'b', 'c', 'd', 'e']) void one.add(item);
    expect(store.seen).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('tells those who wait when it is too late for them, under way or not yet, and goes on', async () => {
    const one = gatherer({ enough: 2 });
    const soon = performance.now() + 1;
    const told = ['a', 'b', 'c'].map((item) => expect(one.add(item, soon)).rejects.toThrow(DeadlineError));
    const patient = one.add('d', soon + 60_000);
    await Promise.all(told);
    expect(store.seen).toEqual([['a', 'b']]);
    store.writes[0].answer();
    await settled();
    store.writes[1].answer();
    expect(await patient).toBe('d stored');
  });

  it('refuses what is too much at once, and takes it again when there is room', async () => {
    const one = gatherer();
    void one.add('a');
    await settled();
    for (const item of ['b', 'c', 'd', 'e']) void one.add(item);
    await expect(one.add('f')).rejects.toThrow(UnavailableError);
    store.writes[0].answer();
    await settled();
    void one.add('g');
    store.writes[1].answer();
    await settled();
    expect(store.seen).toEqual([['a'], ['b', 'c', 'd'], ['e', 'g']]);
  });

  it('tells a failure to each whom it concerns, and goes on', async () => {
    const one = gatherer();
    const stored = ['a', 'b'].map((item) => one.add(item));
    await settled();
    store.writes[0].fail(new Error('the database is away'));
    await expect(stored[0]).rejects.toThrow('away');
    await expect(stored[1]).rejects.toThrow('away');
    void one.add('c');
    await settled();
    expect(store.seen.at(-1)).toEqual(['c']);
  });

  it.each(['22021', '23502'])(
    'lets one row that is refused (%s) not take the others with it',
    async (code) => {
      const write = (items: string[]) =>
        items.includes('bad') ? Promise.reject(Object.assign(new Error(code), { code })) : store.write(items);
      const one = new Gatherer(write, LIMITS);
      const stored = Promise.allSettled(['good', 'bad', 'better'].map((item) => one.add(item)));
      await settled();
      for (const index of [0, 1]) {
        store.writes[index].answer();
        await settled();
      }
      expect((await stored).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    },
  );
});
