import { rangeOf, topFor, type IRowView } from '../windowing';

const view: IRowView = { top: 0, height: 800, rowHeight: 42, count: 10_000 };

describe('rangeOf', () => {
  it('has every row in sight, wherever the list is scrolled', () => {
    for (let top = 0; top <= 10_000 * 42 - 800; top += 997) {
      const { first, end } = rangeOf({ ...view, top });
      expect(first * 42).toBeLessThanOrEqual(top);
      expect(end * 42).toBeGreaterThanOrEqual(top + 800);
    }
  });

  it('has few rows, also on a screen of 4K', () => {
    for (const top of [0, 5000, 10_000 * 42]) {
      const { first, end } = rangeOf({ ...view, height: 2160, top });
      expect(end - first).toBeLessThan(100);
    }
  });

  it('is the same until some rows were scrolled by', () => {
    const start = rangeOf({ ...view, top: 4200 });
    expect(rangeOf({ ...view, top: 4201 })).toEqual(start);
  });

  it('ends with the list, also where it was longer a moment ago', () => {
    expect(rangeOf({ ...view, count: 3 })).toEqual({ first: 0, end: 3 });
    expect(rangeOf({ ...view, top: 300_000, count: 30 })).toEqual({
      first: 0,
      end: 30
    });
    expect(rangeOf({ ...view, count: 0 })).toEqual({ first: 0, end: 0 });
  });
});

describe('topFor', () => {
  it('scrolls no further than it has to', () => {
    expect(topFor({ ...view, top: 4200 }, 105)).toBe(4200);
    expect(topFor({ ...view, top: 4200 }, 50)).toBe(2100);
    expect(topFor({ ...view, top: 0 }, 100)).toBe(101 * 42 - 800);
  });
});
