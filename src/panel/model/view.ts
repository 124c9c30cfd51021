import { Signal, type ISignal } from '@lumino/signaling';
import type { IConflict, IDraft } from '../../cards/draft';

/** The tabs of a model's page, in their order. */
export const TABS = [
  'overview',
  'versions',
  'files',
  'deployments',
  'use'
] as const;

/** One of the tabs. */
export type Tab = (typeof TABS)[number];

/** Whether something is the name of a tab. */
export function isTab(value: unknown): value is Tab {
  return TABS.some(tab => tab === value);
}

/** What the page of a model shows of it. */
export interface IModelViewState {
  tab: Tab;
  /** Null for the newest one. */
  version: string | null;
  /** The versions that are picked in the table, in the order of picking. */
  picked: ReadonlyArray<string>;
  /** What is being edited; kept while another tab is looked at. */
  draft: IDraft | null;
  /** Somebody else has edited what `draft` is of. */
  conflict: IConflict | null;
}

/** The state of a model's page, which commands steer too. */
export class ModelView {
  get state(): Readonly<IModelViewState> {
    return this._state;
  }

  get changed(): ISignal<ModelView, void> {
    return this._changed;
  }

  /** Something was changed in the draft. */
  get edited(): boolean {
    return this._edited;
  }

  /**
   * Show something else.
   *
   * @param changes - what is to be another
   */
  show(changes: Partial<IModelViewState>): void {
    const { draft } = this._state;
    this._state = { ...this._state, ...changes };
    // The first state of a draft is what it was made from.
    this._edited =
      this._state.draft !== null &&
      (this._edited || (draft !== null && draft !== this._state.draft));
    this._changed.emit();
  }

  /** Pick a version, or take it out again. */
  pick(version: string): void {
    const { picked } = this._state;
    this.show({
      picked: picked.includes(version)
        ? picked.filter(entry => entry !== version)
        : [...picked, version]
    });
  }

  private _state: IModelViewState = {
    tab: 'overview',
    version: null,
    picked: [],
    draft: null,
    conflict: null
  };
  private _edited = false;
  private readonly _changed = new Signal<ModelView, void>(this);
}
