import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { NO_ARGUMENTS } from '../commandschemas';

/** Register the commands of the sidebar's lists. */
export function addSidebarCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;

  app.commands.addCommand(CommandIDs.refreshModels, {
    label: trans.__('Refresh Models'),
    caption: trans.__('Refresh the models and the state of the cluster'),
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      const { server, store } = await start.load();
      await server.check();
      await store.refresh();
    }
  });
  start.addCommands('model', [
    {
      id: CommandIDs.copyStorageUri,
      label: trans.__('Copy Storage URI'),
      caption: trans.__('Copy the address that KServe loads the model from'),
      run: async (context, target) => {
        const { copyStorageUri } = await import('./actions');
        await copyStorageUri(context, target);
      }
    },
    {
      id: CommandIDs.copyLoadCode,
      label: trans.__('Copy Load Code'),
      caption: trans.__('Copy Python code that loads the model'),
      run: async (context, target) => {
        const { copyLoadCode } = await import('./actions');
        await copyLoadCode(context, target);
      }
    },
    {
      id: CommandIDs.insertLoadCode,
      label: trans.__('Insert Load Code into Notebook'),
      caption: trans.__(
        'Insert a cell that loads the model below the active cell, without running it'
      ),
      run: async (context, target) => {
        const { insertLoadCode } = await import('./actions');
        await insertLoadCode(app, context, target);
      }
    },
    {
      id: CommandIDs.addVersion,
      label: trans.__('New Version from File…'),
      caption: trans.__('Save a file as the next version of the model'),
      run: async ({ commands }, { model }) => {
        await commands.execute(CommandIDs.saveFile, { name: model });
      }
    }
  ]);
}
