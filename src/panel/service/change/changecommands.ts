import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../../commandids';
import type { IPanelStart } from '../../shell/context';
import { TARGET, targetOf } from '../../commandtargets';
import type { ActionName } from '../actions';

/**
 * Register the commands that change what is being served; each asks first.
 *
 * @param app - the application
 * @param start - what there is of the panel from the start
 */
export function addChangeCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  const commands: [string, ActionName, string, string][] = [
    [
      CommandIDs.changeVersion,
      'changeVersion',
      trans.__('Change Version…'),
      trans.__('Serve another version of the model')
    ],
    [
      CommandIDs.editService,
      'edit',
      trans.__('Change Settings…'),
      trans.__('Change resources, runtime and all else, as a form or as YAML')
    ],
    [
      CommandIDs.scaleService,
      'scale',
      trans.__('Scale…'),
      trans.__('Set how many replicas serve')
    ],
    [
      CommandIDs.restartService,
      'restart',
      trans.__('Restart Service…'),
      trans.__('Replace the pods of a service by new ones')
    ],
    [
      CommandIDs.stopService,
      'stop',
      trans.__('Stop Service…'),
      trans.__('Take the pods of a service away, and keep the service')
    ],
    [
      CommandIDs.startService,
      'start',
      trans.__('Start Service…'),
      trans.__('Serve again what was stopped')
    ],
    [
      CommandIDs.deleteService,
      'remove',
      trans.__('Delete Service…'),
      trans.__('Stop serving a model and remove its service')
    ]
  ];
  for (const [id, name, label, caption] of commands) {
    app.commands.addCommand(id, {
      label,
      caption,
      describedBy: TARGET,
      execute: async args => {
        const target = targetOf(start, 'service', args);
        const { actOn } = await import('../actions');
        await actOn(await start.load(), target, name);
      }
    });
  }
}
