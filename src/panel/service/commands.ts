import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../context';
import { Pages } from '../pages';
import { TARGET, targetOf } from '../targets';

/**
 * Register the commands for what is being served.
 *
 * @param app - the application
 * @param start - what there is of the panel from the start
 */
export function addServiceCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  const pages = new Pages(app, {
    namespace: 'jupyterlab-kserve-services',
    command: CommandIDs.tryService,
    create: async name => {
      const { createServicePage } = await import('./page');
      return createServicePage(await start.load(), name);
    }
  });
  start.restore(pages);

  app.commands.addCommand(CommandIDs.tryService, {
    label: trans.__('Try It'),
    caption: trans.__('Send a request to a served model'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf(start, 'service', args);
      const { tryService } = await import('./actions');
      await tryService(await start.load(), pages, target);
    }
  });

  app.commands.addCommand(CommandIDs.deleteService, {
    label: trans.__('Delete Service…'),
    caption: trans.__('Stop serving a model and remove its service'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf(start, 'service', args);
      const { deleteService } = await import('./actions');
      await deleteService(await start.load(), target);
    }
  });
}
