import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker, type MainAreaWidget } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

export interface IPagesOptions {
  /** The namespace of the tracker that restores them. */
  namespace: string;
  /** The command that opens one; its `name` is the page's key. */
  command: string;
  /** The arguments of that command for a key, where there are more. */
  args?: (key: string) => ReadonlyPartialJSONObject;
  /**
   * Make the page for a key.
   *
   * @param key - for example the name of a model
   */
  create: (key: string) => Promise<MainAreaWidget>;
}

/** Pages of one kind in the main area: one for a key, restored with the layout. */
export class Pages {
  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly options: IPagesOptions
  ) {
    this._tracker = new WidgetTracker({ namespace: options.namespace });
  }

  /**
   * Show the page of a key: the open one, or a new one.
   *
   * @param key - for example the name of a model
   */
  async open(key: string): Promise<MainAreaWidget> {
    // Two calls at once must not make two pages.
    const opened = this._open.get(key) ?? this._create(key);
    this._open.set(key, opened);
    const page = await opened;
    const { show } = await import('./placement');
    await show(this.app, page);
    return page;
  }

  /**
   * Bring the pages back that were open when JupyterLab was closed.
   *
   * @param restorer - the layout restorer
   */
  restore(restorer: ILayoutRestorer): void {
    const { args = key => ({ name: key }) } = this.options;
    const name = (page: MainAreaWidget) => this._keys.get(page) ?? '';
    void restorer.restore(this._tracker, {
      command: this.options.command,
      args: page => args(name(page)),
      name
    });
  }

  private async _create(key: string): Promise<MainAreaWidget> {
    const page = await this.options.create(key).catch(error => {
      this._open.delete(key);
      throw error;
    });
    this._keys.set(page, key);
    page.disposed.connect(() => this._open.delete(key));
    await this._tracker.add(page);
    return page;
  }

  private readonly _tracker: WidgetTracker<MainAreaWidget>;
  private readonly _open = new Map<string, Promise<MainAreaWidget>>();
  private readonly _keys = new WeakMap<MainAreaWidget, string>();
}
