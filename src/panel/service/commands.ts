import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { Pages } from '../shell/pages';
import { TARGET, targetOf } from '../commandtargets';
import type { Tab } from './view';

/**
 * Register the commands that show what is being served.
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
    command: CommandIDs.openService,
    create: async name => {
      const { createServicePage } = await import('./page');
      return createServicePage(app, await start.load(), name);
    }
  });
  start.restore(pages);

  const commands: [string, string, string, Tab?][] = [
    [
      CommandIDs.openService,
      trans.__('Open Service'),
      trans.__('Show the state, events and logs of a service')
    ],
    [
      CommandIDs.tryService,
      trans.__('Try It'),
      trans.__('Send a request to a served model'),
      'try'
    ],
    [
      CommandIDs.showLogs,
      trans.__('Show Logs'),
      trans.__('Follow the logs of a service'),
      'logs'
    ]
  ];
  for (const [id, label, caption, tab] of commands) {
    app.commands.addCommand(id, {
      label,
      caption,
      describedBy: TARGET,
      execute: async args => {
        const target = targetOf(start, 'service', args);
        const { openService } = await import('./open');
        await openService(await start.load(), pages, target, tab);
      }
    });
  }
}
