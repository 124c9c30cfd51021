import { nullTranslator } from '@jupyterlab/translation';
import { Eta, formatTimeLeft } from '../eta';

const trans = nullTranslator.load('jupyterlab-kserve');

describe('Eta', () => {
  it('says nothing before it can know', () => {
    const time = new Eta();
    expect(time.left(100)).toBeNull();
    time.add(0, 0);
    time.add(1000, 50);
    expect(time.left(100)).toBeNull();
    time.add(2000, 50);
    expect(time.left(null)).toBeNull();
  });

  it('goes by the rate of the last seconds', () => {
    const time = new Eta();
    time.add(0, 0);
    time.add(1000, 900); // Quick at first,
    for (let now = 2000; now <= 30_000; now += 1000) {
      time.add(now, 900 + now / 1000); // then a byte a second.
    }
    expect(time.left(960)).toBeCloseTo(30_000, -3);
  });

  it('says nothing while nothing moves, and begins anew with a retry', () => {
    const time = new Eta();
    time.add(0, 50);
    time.add(5000, 50);
    expect(time.left(100)).toBeNull();
    time.add(6000, 0);
    time.add(9000, 30);
    expect(time.left(100)).toBeCloseTo(7000);
  });
});

it.each([
  [1, '1 s left'],
  [1500, '2 s left'],
  [59_900, '1 min left'],
  [3_600_000, '1 h 0 min left'],
  [5_000_000, '1 h 24 min left']
])('%s ms is %s', (ms, words) => {
  expect(formatTimeLeft(ms, trans)).toBe(words);
});
