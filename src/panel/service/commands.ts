import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelContext } from '../context';
import { Pages } from '../pages';
import { notifyOf } from '../problem';
import { findService, TARGET, targetOf } from '../targets';

/**
 * Register the commands for what is being served.
 *
 * @param app - the application
 * @param context - what the panel works with
 */
export function addServiceCommands(
  app: JupyterFrontEnd,
  context: IPanelContext
): void {
  const { trans } = context;
  const pages = new Pages(app, {
    namespace: 'jupyterlab-kserve-services',
    command: CommandIDs.tryService,
    create: async name => {
      const { createServicePage } = await import('./page');
      return createServicePage(context, name);
    }
  });
  context.restore(pages);

  app.commands.addCommand(CommandIDs.tryService, {
    label: trans.__('Try It'),
    caption: trans.__('Send a request to a served model'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf(app, context, 'service', args);
      const name = findService(context, target)?.name ?? target.service;
      if (name) {
        await pages.open(name);
        return;
      }
      notifyOf(
        new Error(trans.__('Nothing serves this model yet. Deploy it first.')),
        trans
      );
    }
  });

  app.commands.addCommand(CommandIDs.deleteService, {
    label: trans.__('Delete Service…'),
    caption: trans.__('Stop serving a model and remove its service'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf(app, context, 'service', args);
      const { deleteService } = await import('./actions');
      await deleteService(context, target);
    }
  });
}
