import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../../commandids';
import type { IPanelStart } from '../../shell/context';
import type { ITargetCommand } from '../../commandtargets';
import type { ActionName } from '../actions';

/** Register the commands that change what is being served; each asks first. */
export function addChangeCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  const act =
    (name: ActionName): ITargetCommand['run'] =>
    async (context, target) => {
      const { actOn } = await import('../actions');
      await actOn(context, target, name);
    };
  start.addCommands('service', [
    {
      id: CommandIDs.changeVersion,
      label: trans.__('Change Version…'),
      caption: trans.__('Serve another version of the model'),
      needs: 'roll',
      run: act('changeVersion')
    },
    {
      id: CommandIDs.editService,
      label: trans.__('Change Settings…'),
      caption: trans.__(
        'Change resources, runtime and other settings in a form or as YAML'
      ),
      needs: 'deploy',
      run: act('edit')
    },
    {
      id: CommandIDs.scaleService,
      label: trans.__('Scale…'),
      caption: trans.__('Change the number of replicas'),
      needs: 'scale',
      run: act('scale')
    },
    {
      id: CommandIDs.restartService,
      label: trans.__('Restart Service…'),
      caption: trans.__('Replace the pods of a service'),
      needs: 'restart',
      run: act('restart')
    },
    {
      id: CommandIDs.stopService,
      label: trans.__('Stop Service…'),
      caption: trans.__('Delete the pods of a service and keep its settings'),
      needs: 'stop',
      run: act('stop')
    },
    {
      id: CommandIDs.startService,
      label: trans.__('Start Service…'),
      caption: trans.__('Start a stopped service'),
      needs: 'stop',
      run: act('start')
    },
    {
      id: CommandIDs.deleteService,
      label: trans.__('Delete Service…'),
      caption: trans.__('Delete a service and stop serving its model'),
      needs: 'remove',
      run: act('remove')
    }
  ]);
}
