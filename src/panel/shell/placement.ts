import { ILabShell, type JupyterFrontEnd } from '@jupyterlab/application';
import type { Widget } from '@lumino/widgets';

/**
 * Show a page or the sidebar, and give it the focus. What is nowhere yet comes
 * into the main area, or on the right where the main area takes no page.
 *
 * @param widget - the page, or the sidebar
 */
export async function show(
  app: JupyterFrontEnd,
  widget: Widget
): Promise<void> {
  const { shell } = app;
  if (widget.parent === null) {
    shell.add(widget, 'main');
  }
  if (
    widget.parent === null &&
    !(await app.resolveOptionalService(ILabShell))
  ) {
    // Notebook has one document in its main area, and takes nothing beside it.
    shell.add(widget, 'right');
  }
  if (widget.isVisible) {
    // Notebook folds away what is to be activated again.
    widget.activate();
  } else {
    shell.activateById(widget.id);
  }
}
