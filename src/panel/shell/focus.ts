import type { JupyterFrontEnd } from '@jupyterlab/application';
import { ROW } from '../commandtargets';

/**
 * Give the focus back to the row whose context menu was open: the keyboard
 * goes on there, and what was chosen acts on it.
 */
export function returnFocus(app: JupyterFrontEnd): void {
  app.contextMenu.menu.aboutToClose.connect(() => {
    app.contextMenuHitTest(node => node.matches(ROW))?.focus();
  });
}
