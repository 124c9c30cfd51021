import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { IService, IServing, IServingTarget } from './types';

/** The registry of targets. */
export class Serving implements IServing {
  get targets(): ReadonlyArray<IServingTarget> {
    return [...this._targets.values()];
  }

  get services(): ReadonlyArray<IService> {
    return this.targets
      .flatMap(target => target.services)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  get changed(): ISignal<IServing, void> {
    return this._changed;
  }

  add(target: IServingTarget): IDisposable {
    if (this._targets.has(target.id)) {
      throw new Error(`There is a target ${target.id} already.`);
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
