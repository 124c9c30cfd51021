import { Signal, type ISignal } from '@lumino/signaling';
import type { ILogSource } from '../../tokens';

/** The tabs of a service's page, in their order. */
export const TABS = ['overview', 'events', 'logs', 'yaml', 'try'] as const;

/** One of the tabs. */
export type Tab = (typeof TABS)[number];

/** The tabs that have room for the explanation of a failure; the others link to it. */
export const EXPLAINING: ReadonlyArray<Tab> = ['overview', 'events'];

/** Whether something is the name of a tab. */
export function isTab(value: unknown): value is Tab {
  return TABS.some(tab => tab === value);
}

/** What the page of a service shows of it. */
interface IServiceViewState {
  tab: Tab;
  /** The log that somebody asked for; null for the one that says most. */
  log: ILogSource | null;
}

/** The state of a service's page, which commands steer too. */
export class ServiceView {
  get state(): Readonly<IServiceViewState> {
    return this._state;
  }

  get changed(): ISignal<ServiceView, void> {
    return this._changed;
  }

  /**
   * Show something else.
   *
   * @param changes - what is to be another
   */
  show(changes: Partial<IServiceViewState>): void {
    this._state = { ...this._state, ...changes };
    this._changed.emit();
  }

  private _state: IServiceViewState = { tab: 'overview', log: null };
  private readonly _changed = new Signal<ServiceView, void>(this);
}
