import type { JupyterFrontEnd } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import { PanelContext, type IPanelContext } from '../context';
import { SidebarPreferences } from './preferences';
import { Sidebar } from './sidebar';

/**
 * The content of the Models sidebar.
 *
 * @param app - the application
 * @param context - what the panel works with
 */
export async function createSidebar(
  app: JupyterFrontEnd,
  context: IPanelContext
): Promise<ReactWidget> {
  const [state, registry] = await Promise.all([
    app.resolveOptionalService(IStateDB),
    app.resolveOptionalService(ISettingRegistry)
  ]);
  const preferences = await SidebarPreferences.load(state, registry);
  const widget = ReactWidget.create(
    <PanelContext.Provider value={context}>
      <Sidebar preferences={preferences} />
    </PanelContext.Provider>
  );
  widget.addClass('jp-Kserve-SidebarWidget');
  return widget;
}
