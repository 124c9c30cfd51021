import { differencesOf } from '../answer';
import { runLoad } from '../loadrun';

describe('differencesOf()', () => {
  const table = (...rows: (number | string)[][]) => ({
    columns: ['a', 'b'],
    rows
  });

  it('finds what is further apart than each column may be', () => {
    const one = table([1, 10], [2, 20]);
    const other = table([1.05, 10], [2, 21]);
    const tolerance = (column: number) => [0.1, 0.5][column];
    expect(differencesOf(one, other, tolerance)).toEqual([
      { row: 2, column: 'b', one: 20, other: 21, distance: 1 }
    ]);
    expect(differencesOf(one, other, () => 0)).toHaveLength(2);
  });

  it('compares what is no number as it is', () => {
    const [difference] = differencesOf(
      table(['x', 1]),
      table(['y', 1]),
      () => 5
    )!;
    expect(difference).toMatchObject({ one: 'x', other: 'y', distance: null });
  });

  it('does not compare tables of two sizes', () => {
    expect(
      differencesOf(table([1, 2]), table([1, 2], [3, 4]), () => 0)
    ).toBeNull();
    expect(differencesOf(null, table([1, 2]), () => 0)).toBeNull();
  });
});

describe('runLoad()', () => {
  const signal = new AbortController().signal;
  const nothing = () => undefined;

  it('counts, and tells the middle and the slowest', async () => {
    let sent = 0;
    const send = () => {
      sent += 1;
      return sent % 10 === 0
        ? Promise.reject(new Error('no'))
        : Promise.resolve(sent);
    };
    const result = await runLoad(send, 100, nothing, signal);
    expect(result).toMatchObject({ answered: 90, failed: 10 });
    expect(result.p50).toBeLessThan(result.p99);
    expect(result.p99).toBe(99);
  });

  it.each([[5000], [1e9], [NaN]])(
    'sends no more than 200, whatever is asked for: %s',
    async count => {
      let sent = 0;
      await runLoad(() => Promise.resolve(++sent), count, nothing, signal);
      expect(sent).toBeLessThanOrEqual(200);
    }
  );

  it('ends after ten seconds', async () => {
    jest.useFakeTimers();
    let sent = 0;
    const send = () =>
      new Promise<number>(resolve => {
        sent += 1;
        setTimeout(() => resolve(1), 1000);
      });
    const run = runLoad(send, 200, nothing, signal);
    await jest.advanceTimersByTimeAsync(12_000);
    await run;
    expect(sent).toBe(40);
    jest.useRealTimers();
  });

  it('ends when it is told to', async () => {
    const end = new AbortController();
    let sent = 0;
    await runLoad(
      () => Promise.resolve(++sent),
      200,
      done => done >= 8 && end.abort(),
      end.signal
    );
    expect(sent).toBeLessThan(20);
  });
});
