import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';

/** Register the commands that deploy. */
export function addDeployCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  start.addCommands('model', [
    {
      id: CommandIDs.deployModel,
      label: trans.__('Deploy…'),
      caption: trans.__('Serve a version of a model with KServe'),
      needs: 'deploy',
      run: async (context, target) => {
        const { deployModel } = await import('./actions');
        await deployModel(context, target);
      }
    },
    {
      id: CommandIDs.runModel,
      label: trans.__('Run Here'),
      caption: trans.__(
        'Serve a version of a model on this machine, to try it'
      ),
      needs: 'run',
      run: async (context, target) => {
        const { runModel } = await import('./run');
        await runModel(context, target);
      }
    }
  ]);
}
