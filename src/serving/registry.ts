import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type {
  IDeployTarget,
  IService,
  IServing,
  IServingTarget
} from './types';

/** Methods of a target without which it does not have a capability. */
const METHODS = [
  ['deploy', 'deployer'],
  ['remove', 'remove'],
  ['run', 'run']
] as const;

function deploys(target: IServingTarget): target is IDeployTarget {
  return target.capabilities.has('deploy');
}

/** The registry of targets. */
export class Serving implements IServing {
  get targets(): ReadonlyArray<IServingTarget> {
    return [...this._targets.values()];
  }

  get deployTargets(): ReadonlyArray<IDeployTarget> {
    return this.targets.filter(deploys);
  }

  get defaultTarget(): IDeployTarget | null {
    return this.deployTargets[0] ?? null;
  }

  get services(): ReadonlyArray<IService> {
    // Of one name in several targets, that of the target that came first is first.
    return this.targets
      .flatMap(target => target.services)
      .sort((one, other) =>
        one.name < other.name ? -1 : Number(one.name > other.name)
      );
  }

  get changed(): ISignal<IServing, void> {
    return this._changed;
  }

  add(target: IServingTarget): IDisposable {
    if (this._targets.has(target.id)) {
      throw new Error(`There is a target ${target.id} already.`);
    }
    for (const [capability, method] of METHODS) {
      if (target.capabilities.has(capability) && !target[method]) {
        throw new Error(
          `The target ${target.id} has the capability ${capability} without ${method}().`
        );
      }
    }
    this._targets.set(target.id, target);
    target.changed.connect(this._onTargetChanged, this);
    if (this._watchers > 0) {
      this._watches.set(target.id, target.watch());
    }
    this._changed.emit();
    return new DisposableDelegate(() => {
      target.changed.disconnect(this._onTargetChanged, this);
      this._targets.delete(target.id);
      this._watches.get(target.id)?.dispose();
      this._watches.delete(target.id);
      this._changed.emit();
    });
  }

  target(id: string): IServingTarget | undefined {
    return this._targets.get(id);
  }

  watch(): IDisposable {
    this._watchers += 1;
    if (this._watchers === 1) {
      for (const target of this.targets) {
        this._watches.set(target.id, target.watch());
      }
    }
    return new DisposableDelegate(() => {
      this._watchers -= 1;
      if (this._watchers === 0) {
        this._watches.forEach(watch => watch.dispose());
        this._watches.clear();
      }
    });
  }

  private _onTargetChanged(): void {
    this._changed.emit();
  }

  private _targets = new Map<string, IServingTarget>();
  private _watches = new Map<string, IDisposable>();
  private _watchers = 0;
  private _changed = new Signal<IServing, void>(this);
}
