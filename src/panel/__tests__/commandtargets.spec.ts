import { keyOf } from '../../tokens';
import { aService, fakeContext } from '../../__tests__/fakes';
import { targetOfKey } from '../service/servicekey';
import { findService, serviceTarget } from '../resolvetargets';

describe('findService()', () => {
  const one = aService({ name: 'iris', namespace: 'a', target: 'x' });
  const two = aService({ name: 'iris', namespace: 'b', target: 'y' });
  const { context } = fakeContext({ services: [one, two] });

  it.each([
    ['the name alone the first', { service: 'iris' }, one],
    ['a namespace', { service: 'iris', namespace: 'b' }, two],
    ['a target', { service: 'iris', target: 'y' }, two],
    ['a model', { model: 'anomaly-detector', target: 'y' }, two],
    ['what it is not on nothing', { service: 'iris', target: 'z' }, undefined]
  ])('finds by %s', (_, wanted, found) => {
    expect(findService(context, wanted)).toBe(found);
  });

  it('finds by the key of a page, with gaps too', () => {
    expect(targetOfKey(keyOf(two))).toEqual(serviceTarget(two));
    expect(targetOfKey('//iris')).toEqual({ service: 'iris' });
  });
});
