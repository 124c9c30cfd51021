import type { JupyterFrontEnd } from '@jupyterlab/application';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { Signal, type ISignal } from '@lumino/signaling';
import React from 'react';
import { PanelContext, type IPanelContext } from '../shell/context';
import type { VolumeBrowser } from './files/browser';
import type { IFilesSource } from './files/files';
import { SidebarPreferences } from './preferences';
import { Sidebar } from './sidebar';

/** The content of the Models sidebar. */
class SidebarWidget extends ReactWidget {
  constructor(private readonly context: IPanelContext) {
    super();
    this.addClass('jp-Kserve-SidebarWidget');
  }

  /** Emitted when it is brought back into sight. */
  get shown(): ISignal<SidebarWidget, void> {
    return this._shown;
  }

  /** Draw it; before that it is empty. */
  start(preferences: SidebarPreferences, files: IFilesSource | null): void {
    this._sidebar = <Sidebar preferences={preferences} files={files} />;
    this.update();
  }

  protected override render(): React.JSX.Element {
    return (
      <PanelContext.Provider value={this.context}>
        {this._sidebar}
      </PanelContext.Provider>
    );
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._shown.emit();
  }

  private _sidebar: React.JSX.Element | null = null;
  private readonly _shown = new Signal<SidebarWidget, void>(this);
}

/** The content of the Models sidebar. */
export async function createSidebar(
  app: JupyterFrontEnd,
  context: IPanelContext
): Promise<ReactWidget> {
  const [state, registry, factory] = await Promise.all([
    app.resolveOptionalService(IStateDB),
    app.resolveOptionalService(ISettingRegistry),
    app.resolveOptionalService(IFileBrowserFactory)
  ]);
  const preferences = await SidebarPreferences.load(state, registry);
  const widget = new SidebarWidget(context);
  let browser: Promise<VolumeBrowser> | null = null;
  const files: IFilesSource | null = factory && {
    load: () => {
      browser ??= import('./files/browser').then(
        module => new module.VolumeBrowser(factory, context.trans)
      );
      return browser;
    },
    shown: widget.shown
  };
  widget.start(preferences, files);
  return widget;
}
