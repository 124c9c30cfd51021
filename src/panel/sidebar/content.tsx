import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import { PanelContext, type IPanelContext } from '../context';
import { Sidebar } from './sidebar';

/**
 * The content of the Models sidebar.
 *
 * @param context - what the panel works with
 */
export function createSidebar(context: IPanelContext): ReactWidget {
  const widget = ReactWidget.create(
    <PanelContext.Provider value={context}>
      <Sidebar />
    </PanelContext.Provider>
  );
  widget.addClass('jp-Kserve-SidebarWidget');
  return widget;
}
