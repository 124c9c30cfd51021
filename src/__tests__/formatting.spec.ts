import { nullTranslator } from '@jupyterlab/translation';
import { formatAge, formatSize, formatTime } from '../formatting';

const trans = nullTranslator.load('jupyterlab-kserve');
const NOW = Date.parse('2026-11-24T12:00:00Z');

describe('formatSize', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [10 * 1024, '10 KiB'],
    [4.25 * 1024 ** 2, '4.3 MiB'],
    [3 * 1024 ** 4, '3.0 TiB'],
    [5000 * 1024 ** 4, '5000 TiB']
  ])('writes %d bytes as %s', (bytes, words) => {
    expect(formatSize(bytes)).toBe(words);
  });
});

describe('formatAge', () => {
  it.each([
    ['2026-11-24T11:59:30Z', 'now'],
    // A clock that is ahead must not give a negative age.
    ['2026-11-24T12:05:00Z', 'now'],
    ['2026-11-24T11:48:00Z', '12 min'],
    ['2026-11-24T09:30:00Z', '2 h'],
    ['2026-11-21T12:00:00Z', '3 d'],
    ['2026-08-20T12:00:00Z', '3 mo'],
    ['not a time', ''],
    [null, '']
  ])('writes %s as %s', (time, words) => {
    expect(formatAge(time, trans, NOW)).toBe(words);
  });

  it('gives the date of what is older than a year', () => {
    expect(formatAge('2024-01-02T12:00:00Z', trans, NOW)).toContain('2024');
  });
});

describe('formatTime', () => {
  it('is empty for what is no time', () => {
    expect(formatTime('soon')).toBe('');
    expect(formatTime(null)).toBe('');
  });
});
