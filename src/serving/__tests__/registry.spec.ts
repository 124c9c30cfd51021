import { DisposableDelegate } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { Serving } from '../registry';
import type { IService, IServingTarget } from '../types';

// Other targets come from other plugins: all that counts here is the interface.
function aTarget(id: string, names: string[]) {
  const target = {
    id,
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
});
