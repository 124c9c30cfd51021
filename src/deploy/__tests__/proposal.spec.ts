import { aService, aVersion } from '../../__tests__/fakes';
import {
  proposeDeployment,
  proposeMemory,
  proposeService,
  proposeServiceName,
  sizeOf
} from '../proposal';

describe('proposeServiceName()', () => {
  it.each([
    ['anomaly-detector', 'anomaly-detector'],
    ['LSTM_Autoencoder', 'lstm-autoencoder'],
    ['1.number.first', 'number-first'],
    ['trailing_', 'trailing'],
    ['<img onerror>', 'img-onerror'],
    ['日本', '']
  ])('makes %s to %s', (model, name) => {
    expect(proposeServiceName(model)).toBe(name);
  });
});

describe('proposeService()', () => {
  const other = { name: 'another', version: '1' };
  const own = { name: 'anomaly-detector', version: '1' };

  it.each([
    ['the name of the model', [], 'anomaly-detector'],
    [
      'the one that serves it',
      [aService({ name: 'prod', model: own })],
      'prod'
    ],
    [
      'the one of its name before others that serve it',
      [aService({ name: 'a', model: own }), aService({ model: own })],
      'anomaly-detector'
    ],
    [
      'a free name where its own is taken',
      [
        aService({ model: other }),
        aService({ name: 'anomaly-detector-2', model: null })
      ],
      'anomaly-detector-3'
    ]
  ])('is %s', (_what, services, expected) => {
    expect(proposeService('anomaly-detector', services)).toBe(expected);
  });
});

describe('proposeMemory()', () => {
  const MIB = 1024 ** 2;
  it.each([
    [0, '2Gi'],
    [300 * MIB, '2Gi'],
    [1024 * MIB, '5Gi'],
    [10 * 1024 * MIB, '41Gi']
  ])('for %d bytes', (bytes, memory) => {
    expect(proposeMemory(bytes)).toBe(memory);
  });

  it('counts the files of the version, or what the list says', () => {
    expect(sizeOf(aVersion())).toBe(12);
    expect(sizeOf({ ...aVersion({ size: 7 }), card: null })).toBe(7);
  });
});

describe('proposeDeployment()', () => {
  it.each([
    [null, false],
    [true, false],
    [false, true]
  ])('with a shared volume: %p', (shared, recreate) => {
    const claim =
      shared === null
        ? null
        : { name: 'c', accessModes: ['x'], shared, node: null };
    const proposed = proposeDeployment('a', aVersion(), claim);
    expect(proposed).toMatchObject({ recreate, maxReplicas: '1' });
  });
});
