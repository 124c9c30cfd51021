import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../context';
import { NO_ARGUMENTS, TARGET, targetOf } from '../targets';

/**
 * Register the commands of the sidebar's lists.
 *
 * @param app - the application
 * @param start - what there is of the panel from the start
 */
export function addSidebarCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  app.commands.addCommand(CommandIDs.refreshModels, {
    label: trans.__('Refresh Models'),
    caption: trans.__('Read the volume and the state of the cluster anew'),
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      const { server, store } = await start.load();
      await server.check();
      await store.refresh();
    }
  });

  app.commands.addCommand(CommandIDs.copyStorageUri, {
    label: trans.__('Copy storageUri'),
    caption: trans.__('Copy the address under which KServe finds the model'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf(app, start, 'model', args);
      const { copyStorageUri } = await import('./actions');
      await copyStorageUri(await start.load(), target);
    }
  });
}
