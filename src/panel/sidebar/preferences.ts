import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { Signal, type ISignal } from '@lumino/signaling';
import { isSortKey, type SortKey } from '../../listing/models';

/** The parts of the sidebar that fold. */
export type SectionName = 'models' | 'deployments' | 'files' | 'details';

const STATE_ID = 'jupyterlab-kserve:sidebar';
const SETTINGS_ID = 'jupyterlab-kserve:panel';

/** How the user has the sidebar: what is open, in which order, with which keys. */
export class SidebarPreferences {
  /**
   * Read what was kept. What cannot be read is as at first.
   *
   * @param state - keeps what is open and the order; without it nothing does
   * @param registry - has the settings; without it they are as they come
   */
  static async load(
    state: IStateDB | null,
    registry: ISettingRegistry | null
  ): Promise<SidebarPreferences> {
    const preferences = new SidebarPreferences(state);
    const [kept, settings] = await Promise.all([
      state?.fetch(STATE_ID).catch(() => undefined),
      registry?.load(SETTINGS_ID).catch(() => undefined)
    ]);
    preferences._restore(kept);
    const read = () => {
      preferences._letterKeys = settings?.composite.letterKeys !== false;
      preferences._changed.emit();
    };
    settings?.changed.connect(read);
    read();
    return preferences;
  }

  constructor(private readonly state: IStateDB | null = null) {}

  get changed(): ISignal<SidebarPreferences, void> {
    return this._changed;
  }

  isOpen(section: SectionName): boolean {
    return this._open[section];
  }

  toggle(section: SectionName): void {
    this._open = { ...this._open, [section]: !this._open[section] };
    this._keep();
  }

  get sort(): SortKey {
    return this._sort;
  }
  set sort(sort: SortKey) {
    this._sort = sort;
    this._keep();
  }

  /** Whether single letters are shortcuts while a list has the focus. */
  get letterKeys(): boolean {
    return this._letterKeys;
  }

  private _keep(): void {
    this._changed.emit();
    // What cannot be kept is as at first the next time; nothing else is lost.
    void this.state
      ?.save(STATE_ID, { open: this._open, sort: this._sort })
      .catch(() => undefined);
  }

  private _restore(kept: ReadonlyPartialJSONValue | undefined): void {
    const { open, sort } = (kept ?? {}) as { open?: unknown; sort?: unknown };
    for (const section of Object.keys(this._open) as SectionName[]) {
      const value = (open as Record<string, unknown> | undefined)?.[section];
      if (typeof value === 'boolean') {
        this._open[section] = value;
      }
    }
    if (isSortKey(sort)) {
      this._sort = sort;
    }
  }

  // The files are asked for when somebody wants to see them.
  private _open: Record<SectionName, boolean> = {
    models: true,
    deployments: true,
    files: false,
    details: true
  };
  private _sort: SortKey = 'name';
  private _letterKeys = true;
  private _changed = new Signal<SidebarPreferences, void>(this);
}
