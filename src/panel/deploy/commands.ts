import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelContext } from '../context';
import { TARGET, targetOf } from '../targets';

/**
 * Register the commands that deploy.
 *
 * @param app - the application
 * @param context - what the panel works with
 */
export function addDeployCommands(
  app: JupyterFrontEnd,
  context: IPanelContext
): void {
  const { trans } = context;
  app.commands.addCommand(CommandIDs.deployModel, {
    label: trans.__('Deploy…'),
    caption: trans.__('Serve a version of a model with KServe'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf(app, context, 'model', args);
      const { deployModel } = await import('./actions');
      await deployModel(context, target);
    }
  });
}
