import { Slots } from './slots.js';

describe('Slots', () => {
  it('let so many work at once, in their order, and go on after a failure', async () => {
    const slots = new Slots(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const work = (number: number) =>
      slots.run(async () => {
        begun.push(number);
        await new Promise<void>((end) => (ends[number] = end));
        if (number === 0) throw new Error('broken');
        return number;
      });
    const all = [0, 1, 2, 3].map((number) => work(number));
    expect(begun).toEqual([0, 1]);
    ends[0]();
    await expect(all[0]).rejects.toThrow('broken');
    expect(begun).toEqual([0, 1, 2]);
    ends[1]();
    expect(await all[1]).toBe(1);
    expect(begun).toEqual([0, 1, 2, 3]);
    ends[2]();
    ends[3]();
    expect(await Promise.all(all.slice(2))).toEqual([2, 3]);
  });
});
