import type { IModelCard, IVersionDetails } from '../../tokens';
import { aVersion } from '../../__tests__/fakes';
import { formatChange, formatNumber, metricsOf, seriesOf } from '../metrics';

function details(version: string, card: Partial<IModelCard>): IVersionDetails {
  const { record, card: known, uri } = aVersion({ version });
  return { record, card: { ...known!, ...card }, uri, etag: '"1"' };
}

it('takes numbers of the metadata for metrics, but not the version', () => {
  const { card } = details('2', {
    metadata: { version: 2, accuracy: 0.5, note: 'x', on: true },
    metrics: { accuracy: 0.75, auc: 0.9 }
  });
  expect([...metricsOf(card)]).toEqual([
    ['accuracy', 0.75],
    ['auc', 0.9]
  ]);
  expect(metricsOf(null).size).toBe(0);
});

it('goes from the oldest version to the newest, over those that have it', () => {
  const versions = [
    details('3', { metadata: {}, metrics: { auc: 0.9 } }),
    details('2', { metadata: {} }),
    details('1', { metadata: {}, metrics: { auc: 0.7 } })
  ];
  expect(seriesOf('auc', versions).points).toEqual([
    { version: '1', value: 0.7 },
    { version: '3', value: 0.9 }
  ]);
});

it.each([
  [0.912345678, '0.91235'],
  [0, '0'],
  [0.00001234, '1.234e-5'],
  [12345678901, '1.235e+10']
])('writes %p as %p', (value, words) => {
  expect(formatNumber(value)).toBe(words);
});

it.each([
  [0.878, 0.912, '+0.034'],
  [0.897, 0.891, '−0.006'],
  [0.1 + 0.2, 0.3, '±0'],
  [0, 0, '±0']
])('from %p to %p is %p', (from, to, words) => {
  expect(formatChange(from, to)).toBe(words);
});
