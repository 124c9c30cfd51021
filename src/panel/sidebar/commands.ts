import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelContext } from '../context';
import { NO_ARGUMENTS, TARGET, targetOf } from '../targets';

/**
 * Register the commands of the sidebar's lists.
 *
 * @param app - the application
 * @param context - what the panel works with
 */
export function addSidebarCommands(
  app: JupyterFrontEnd,
  context: IPanelContext
): void {
  const { server, store, trans } = context;
  app.commands.addCommand(CommandIDs.refreshModels, {
    label: trans.__('Refresh Models'),
    caption: trans.__('Read the volume and the state of the cluster anew'),
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      await server.check();
      await store.refresh();
    }
  });

  app.commands.addCommand(CommandIDs.copyStorageUri, {
    label: trans.__('Copy storageUri'),
    caption: trans.__('Copy the address under which KServe finds the model'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf(app, context, 'model', args);
      const { copyStorageUri } = await import('./actions');
      await copyStorageUri(context, target);
    }
  });
}
