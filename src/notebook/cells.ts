import type { JupyterFrontEnd } from '@jupyterlab/application';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';

/**
 * Insert a code cell below the active one of the notebook that was used last,
 * and show it. Nothing is run.
 *
 * @param code - the source of the cell
 * @returns the name of the notebook; null when none is open
 */
export async function insertCell(
  app: JupyterFrontEnd,
  code: string
): Promise<string | null> {
  const tracker = await app.resolveOptionalService(INotebookTracker);
  const panel = tracker?.currentWidget;
  if (!panel) {
    return null;
  }
  await panel.revealed;
  const notebook = panel.content;
  NotebookActions.insertBelow(notebook);
  // The user may have set another type for new cells.
  NotebookActions.changeCellType(notebook, 'code');
  notebook.activeCell?.model.sharedModel.setSource(code);
  app.shell.activateById(panel.id);
  return panel.title.label;
}
