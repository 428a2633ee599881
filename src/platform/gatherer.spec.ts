import { Gatherer } from './gatherer.js';

/** A write that ends when the test says so. */
function slowWrites() {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const write = (items: number[]) => {
    batches.push(items);
    return new Promise<number[]>((resolve) => ends.push(() => resolve(items.map((item) => item * 10))));
  };
  return { batches, ends, write };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a gatherer', () => {
  const options = { most: 4, writers: 2, enough: 3, waiting: 100 };

  it('writes what came in one turn of the event loop together, and answers each', async () => {
    const { batches, ends, write } = slowWrites();
    const gatherer = new Gatherer(write, options);
    const answers = [1, 2, 3].map((item) => gatherer.add(item));
    expect(batches).toEqual([]);
    await turn();
    expect(batches).toEqual([[1, 2, 3]]);
    ends[0]();
    expect(await Promise.all(answers)).toEqual([10, 20, 30]);
  });

  it('begins a second write only when enough wait, and writes the rest when one has ended', async () => {
    const { batches, ends, write } = slowWrites();
    const gatherer = new Gatherer(write, options);
    void gatherer.add(1);
    await turn();
    for (const item of [2, 3]) void gatherer.add(item);
    await turn();
    expect(batches).toEqual([[1]]);
    void gatherer.add(4);
    await turn();
    expect(batches).toEqual([[1], [2, 3, 4]]);
    void gatherer.add(5);
    ends[0]();
    ends[1]();
    await turn();
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('does not wait for the end of the turn with a full batch', () => {
    const { batches, write } = slowWrites();
    const gatherer = new Gatherer(write, options);
    for (const item of range(1, 9)) void gatherer.add(item);
    expect(batches).toEqual([range(1, 4), range(5, 8)]);
  });

  it('refuses what comes when too many wait', async () => {
    const { write } = slowWrites();
    const gatherer = new Gatherer(write, { ...options, waiting: 2 });
    for (const item of [1, 2]) void gatherer.add(item);
    await expect(gatherer.add(3)).rejects.toMatchObject({ status: 503 });
  });

  it('writes one by one when a row was refused for what it holds, so that the others are stored', async () => {
    const write = (items: number[]) =>
      items.includes(2)
        ? Promise.reject(Object.assign(new Error('bad row'), { code: '22021' }))
        : Promise.resolve(items);
    const gatherer = new Gatherer(write, options);
    const answers = await Promise.allSettled([1, 2, 3].map((item) => gatherer.add(item)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
