import { Signal, type ISignal } from '@lumino/signaling';

/** Which model the sidebar has selected; commands without a target use it. */
export class Selection {
  /** The name of the model, null for none. */
  get model(): string | null {
    return this._model;
  }
  set model(name: string | null) {
    if (name !== this._model) {
      this._model = name;
      this._changed.emit();
    }
  }

  get changed(): ISignal<Selection, void> {
    return this._changed;
  }

  private _model: string | null = null;
  private _changed = new Signal<Selection, void>(this);
}
