import fc from 'fast-check';
import { Heights } from './heights.js';

const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);

describe('where the rows of a long list lie', () => {
  it('is guessed until they are measured', () => {
    const heights = new Heights(50);
    heights.setKeys(keys(4));
    expect([heights.total, heights.top(2)]).toEqual([200, 100]);
    expect(heights.measure('k1', 80)).toBe(true);
    expect(heights.measure('k1', 80.2)).toBe(false);
    expect([heights.total, heights.top(2), heights.at(129), heights.at(130)]).toEqual([230, 130, 1, 2]);
  });

  it('keeps what was measured when rows come and go', () => {
    const heights = new Heights(50);
    heights.setKeys(['b']);
    heights.measure('b', 10);
    heights.setKeys(['a', 'b', 'c']);
    expect([heights.indexOf('b'), heights.top(1), heights.top(2), heights.total]).toEqual([1, 50, 60, 110]);
  });

  it('has every row in range that touches the window, and none when there is none', () => {
    const rows = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        rows,
        fc.nat(20_000),
        fc.integer({ min: 1, max: 900 }),
        fc.nat(400),
        (sizes, scroll, height, margin) => {
          const heights = new Heights();
          heights.setKeys(keys(sizes.length));
          sizes.forEach((size, index) => heights.measure(`k${index}`, size));
          const scrollTop = Math.min(scroll, Math.max(0, heights.total - height));
          const { from, to } = heights.range(scrollTop, height, margin);
          sizes.forEach((size, index) => {
            const touches = heights.top(index) < scrollTop + height && heights.top(index) + size > scrollTop;
            if (touches) expect(index >= from && index < to).toBe(true);
          });
        },
      ),
    );
    const empty = new Heights();
    expect(empty.range(0, 500, 100)).toEqual({ from: 0, to: 0 });
  });
});
