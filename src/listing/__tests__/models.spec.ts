import { aModel, aStatus } from '../../__tests__/fakes';
import { listModels, type SortKey } from '../models';

const models = [
  aModel({
    name: 'anomaly-detector',
    created: '2026-01-01T00:00:00Z',
    size: 10,
    tags: ['champion'],
    text: 'sre\n0.95'
  }),
  aModel({
    name: 'cpu-forecast',
    created: '2026-03-01T00:00:00Z',
    size: 30,
    framework: { name: 'xgboost', version: '2.1' },
    text: 'Data Platform'
  }),
  aModel({ name: 'flat', created: null, size: 20, framework: null })
];
const names = (filter: string, sort: SortKey = 'name') =>
  listModels(models, filter, sort, aStatus().formats).map(model => model.name);

describe('listModels', () => {
  it.each([
    ['CPU', 'cpu-forecast'],
    ['scikit', 'anomaly-detector'],
    ['XGBoost', 'cpu-forecast'],
    ['champ', 'anomaly-detector'],
    ['data platform', 'cpu-forecast'],
    ['0.95 anomaly', 'anomaly-detector']
  ])('finds %s in name, framework, tags and metadata', (filter, name) => {
    expect(names(filter)).toEqual([name]);
  });

  it('wants every word', () => {
    expect(names('champion xgboost')).toEqual([]);
    expect(names('  ')).toHaveLength(3);
  });

  it('sorts, with what lacks the thing at the end', () => {
    expect(names('', 'newest')).toEqual([
      'cpu-forecast',
      'anomaly-detector',
      'flat'
    ]);
    expect(names('', 'size')).toEqual([
      'cpu-forecast',
      'flat',
      'anomaly-detector'
    ]);
    expect(names('', 'framework')).toEqual([
      'anomaly-detector',
      'cpu-forecast',
      'flat'
    ]);
  });
});
