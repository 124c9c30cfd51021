import type { TranslationBundle } from '@jupyterlab/translation';
import { LabIcon } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { Panel, type Widget } from '@lumino/widgets';
import modelsSvg from '../../../style/icons/models.svg';

/** The mark of this extension. */
export const modelsIcon = new LabIcon({
  name: 'jupyterlab-kserve:models',
  svgstr: modelsSvg
});

export interface IModelsPanelOptions {
  trans: TranslationBundle;
  /** Loads what is inside; called when the panel is first seen. */
  content: () => Promise<Widget>;
  /** Starts to follow volume and cluster; disposed of when out of sight. */
  follow: () => Promise<IDisposable[]>;
}

/**
 * The shell of the Models sidebar. It is all there is of the panel until it
 * is first seen: nobody waits for code or requests of a panel they do not use.
 */
export class ModelsPanel extends Panel {
  constructor(private readonly options: IModelsPanelOptions) {
    super();
    const { trans } = options;
    this.id = 'jp-kserve-models';
    this.addClass('jp-Kserve-Panel');
    this.title.icon = modelsIcon;
    this.title.caption = trans.__('Models');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Models'));
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) {
      this._seen();
    }
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._seen();
  }

  protected override onBeforeHide(message: Message): void {
    this._unseen();
    super.onBeforeHide(message);
  }

  protected override onBeforeDetach(message: Message): void {
    this._unseen();
    super.onBeforeDetach(message);
  }

  private _seen(): void {
    // What cannot be followed is told by the content.
    this._following ??= this.options.follow().catch(() => []);
    this._loading ??= this._load();
  }

  private async _load(): Promise<void> {
    try {
      const content = await this.options.content();
      this.node.textContent = '';
      this.addWidget(content);
    } catch (error) {
      // Most likely the connection is gone: the next look tries again.
      this._loading = null;
      this.node.textContent = this.options.trans.__(
        'The Models panel could not be loaded: %1. Close it and open it again.',
        error instanceof Error ? error.message : String(error)
      );
    }
  }

  private _unseen(): void {
    void this._following?.then(all => all.forEach(one => one.dispose()));
    this._following = null;
  }

  private _following: Promise<IDisposable[]> | null = null;
  private _loading: Promise<void> | null = null;
}
