import { Rounds } from './rounds.js';

function rounds() {
  const ends: (() => void)[] = [];
  const failures: unknown[] = [];
  const made = new Rounds(
    () => new Promise((resolve) => ends.push(resolve)),
    (error) => failures.push(error),
  );
  return { made, ends, failures };
}

describe('Rounds', () => {
  it('are run one at a time: who asks meanwhile waits for the same one', async () => {
    const { made, ends } = rounds();
    const both = [made.run(), made.run()];
    expect(ends).toHaveLength(1);
    ends[0]();
    await Promise.all(both);
    void made.run();
    expect(ends).toHaveLength(2);
  });

  it('tell what went wrong, and go on', async () => {
    const failures: unknown[] = [];
    const error = new Error('no database');
    const made = new Rounds(() => Promise.reject(error), (one) => failures.push(one)); // prettier-ignore
    await made.run();
    await made.run();
    expect(failures).toEqual([error, error]);
  });

  it('end with the one that is under way, and begin no other', async () => {
    const { made, ends } = rounds();
    void made.run();
    let ended = false;
    const end = made.end().then(() => (ended = true));
    expect(made.isOver).toBe(true);
    await Promise.resolve();
    expect(ended).toBe(false);
    ends[0]();
    await end;
    await made.run();
    expect(ends).toHaveLength(1);
  });
});
