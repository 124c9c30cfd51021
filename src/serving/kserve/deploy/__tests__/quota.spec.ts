import { numberOf } from '../../quantity';
import { shortagesOf } from '../quota';
import type { IDeployment } from '../types';
import { deployment } from '../../__tests__/objects';

describe('numberOf()', () => {
  it.each([
    ['2', 2],
    ['500m', 0.5],
    ['0.5', 0.5],
    ['2Gi', 2 * 1024 ** 3],
    ['1e3', 1000],
    ['3k', 3000],
    ['1E', 1e18],
    ['', NaN],
    ['lots', NaN],
    ['1Xi', NaN]
  ])('reads %p', (text, number) => {
    expect(numberOf(text)).toBe(number);
  });
});

describe('shortagesOf()', () => {
  const quota = (hard: Record<string, string>, used = {}) => ({
    name: 'q',
    hard,
    used
  });
  const short = (
    changes: Partial<IDeployment>,
    ...quotas: ReturnType<typeof quota>[]
  ) =>
    shortagesOf({ ...deployment, ...changes }, quotas).map(
      ({ resource, wanted, free }) => [resource, wanted, free]
    );

  it('finds nothing where there is room, or no quota', () => {
    expect(short({})).toEqual([]);
    expect(
      short({}, quota({ 'requests.cpu': '2', pods: '5' }, { pods: '4' }))
    ).toEqual([]);
    expect(short({}, quota({ secrets: '0', 'requests.storage': '1' }))).toEqual(
      []
    );
  });

  it.each<[Partial<IDeployment>, string, string, string, number, number]>([
    [{ cpu: '1500m' }, 'requests.cpu', '2', '1', 1.5, 1],
    [{ cpu: '2' }, 'limits.cpu', '4', '3500m', 2, 0.5],
    [{ memory: '1Gi' }, 'memory', '1G', '0', 2 ** 30, 1e9],
    [{ memory: '1Gi' }, 'limits.memory', '1Gi', '2Gi', 2 ** 30, 0],
    [{ gpu: '2' }, 'requests.nvidia.com/gpu', '1', '0', 2, 1],
    [{ minReplicas: '3' }, 'count/pods', '2', '0', 3, 2],
    [{ cpu: '1', minReplicas: '3' }, 'cpu', '2', '0', 3, 2]
  ])('finds that %j is more than %s of %s has left', (...args) => {
    const [changes, resource, hard, used, wanted, free] = args;
    expect(
      short(changes, quota({ [resource]: hard }, { [resource]: used }))
    ).toEqual([[resource, wanted, free]]);
  });

  it('says nothing about what is no amount', () => {
    expect(short({ cpu: 'lots', gpu: 'x' }, quota({ cpu: '0' }))).toEqual([]);
  });
});
