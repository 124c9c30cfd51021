import { DisposableDelegate } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { keyOf } from '../../tokens';
import { aService, fakeTarget } from '../../__tests__/fakes';
import { MemoryTarget } from './memorytarget';
import { Serving } from '../registry';
import type { IService, IServingTarget } from '../types';

// Other targets come from other plugins: all that counts here is the interface.
function aTarget(id: string, names: string[]) {
  const target = {
    id,
    capabilities: new Set(),
    services: names.map(name => ({ name, target: id }) as IService),
    watches: 0,
    watch: () => {
      target.watches += 1;
      return new DisposableDelegate(() => (target.watches -= 1));
    }
  } as unknown as IServingTarget & { watches: number; changed: unknown };
  const changed = new Signal<IServingTarget, void>(target);
  Object.assign(target, { changed });
  return { target, changed };
}

describe('Serving', () => {
  it('has the services of all targets in name order', () => {
    const serving = new Serving();
    serving.add(aTarget('a', ['b', 'd']).target);
    serving.add(aTarget('b', ['a', 'c']).target);
    expect(serving.services.map(({ name }) => name).join('')).toBe('abcd');
    expect(serving.target('b')?.id).toBe('b');
    expect(serving.target('x')).toBeUndefined();
  });

  it('signals what its targets signal, as long as they are here', () => {
    const serving = new Serving();
    const seen = jest.fn();
    const { target, changed } = aTarget('a', []);
    serving.changed.connect(seen);
    const added = serving.add(target);
    changed.emit();
    expect(seen).toHaveBeenCalledTimes(2);
    added.dispose();
    changed.emit();
    expect(seen).toHaveBeenCalledTimes(3);
    expect(serving.targets).toEqual([]);
  });

  it('watches each target once, those that come later too', () => {
    const serving = new Serving();
    const one = aTarget('a', []).target;
    const late = aTarget('b', []).target;
    serving.add(one);
    expect(one.watches).toBe(0);
    const watches = [serving.watch(), serving.watch()];
    const added = serving.add(late);
    expect([one.watches, late.watches]).toEqual([1, 1]);
    added.dispose();
    watches.forEach(watch => watch.dispose());
    watches.forEach(watch => watch.dispose());
    expect([one.watches, late.watches]).toEqual([0, 0]);
  });

  it('takes an id only once', () => {
    const serving = new Serving();
    serving.add(aTarget('a', []).target);
    expect(() => serving.add(aTarget('a', []).target)).toThrow();
  });

  describe('of a cluster and of a target that is not Kubernetes', () => {
    const serving = new Serving();
    const memory = new MemoryTarget();
    const cluster = fakeTarget();

    beforeAll(() => {
      serving.add(memory);
      serving.add(cluster);
      cluster.services = [
        aService({ name: 'iris' }),
        aService({ name: 'oak' })
      ];
      memory.serve('iris');
      memory.serve('ash');
    });

    it('lists both, of one name that of the first target first', () => {
      expect(serving.targets.map(({ id }) => id)).toEqual([
        'memory',
        'cluster'
      ]);
      expect(serving.services.map(keyOf)).toEqual([
        'memory/local/ash',
        'memory/local/iris',
        'cluster/self-healing-platform/iris',
        'cluster/self-healing-platform/oak'
      ]);
    });

    it('deploys to the first that can', () => {
      expect(serving.defaultTarget).toBe(cluster);
      expect(serving.deployTargets).toEqual([cluster]);
      expect(new Serving().defaultTarget).toBeNull();
    });

    it('asks each for its own', async () => {
      memory.serve('iris', () => ({ predictions: [2] }));
      const asked = { protocol: 'v1' as const, body: { instances: [[1]] } };
      const answer = await serving.target('memory')!.predict('iris', asked);
      expect(answer.body).toEqual({ predictions: [2] });
      memory.fail('iris', 'No module named oak');
      await expect(memory.predict('iris', asked)).rejects.toThrow(
        'iris does not answer.'
      );
      expect(
        serving.services.find(({ target }) => target === 'memory')?.status.phase
      ).toBe('ready');
      expect(serving.services[1].status).toMatchObject({
        phase: 'failed',
        detail: 'No module named oak'
      });
    });
  });

  it('takes no target that lacks what it says it can do', () => {
    const target = aTarget('a', []).target;
    Object.assign(target, { capabilities: new Set(['deploy']) });
    expect(() => new Serving().add(target)).toThrow('deployer()');
  });
});
