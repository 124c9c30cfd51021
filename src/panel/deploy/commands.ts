import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { TARGET, targetOf } from '../commandtargets';

/**
 * Register the commands that deploy.
 *
 * @param app - the application
 * @param start - what there is of the panel from the start
 */
export function addDeployCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  app.commands.addCommand(CommandIDs.deployModel, {
    label: trans.__('Deploy…'),
    caption: trans.__('Serve a version of a model with KServe'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf(start, 'model', args);
      const { deployModel } = await import('./actions');
      await deployModel(await start.load(), target);
    }
  });
}
