import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { Pages } from '../shell/pages';
import type { ITargetCommand } from '../commandtargets';
import { targetOfKey } from './servicekey';
import type { Tab } from './view';

/** Register the commands that show what is being served. */
export function addServiceCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  const pages = new Pages(app, {
    namespace: 'jupyterlab-kserve-services',
    command: CommandIDs.openService,
    args: key => {
      const { service: name, ...where } = targetOfKey(key);
      return { name, ...where };
    },
    create: async key => {
      const { createServicePage } = await import('./page');
      return createServicePage(app, await start.load(), key);
    }
  });
  start.restore(pages);

  const openAt =
    (tab?: Tab): ITargetCommand['run'] =>
    async (context, target) => {
      const { openService } = await import('./open');
      await openService(context, pages, target, tab);
    };
  start.addCommands('service', [
    {
      id: CommandIDs.openService,
      label: trans.__('Open Service'),
      caption: trans.__('Show the state, events and logs of a service'),
      run: openAt()
    },
    {
      id: CommandIDs.tryService,
      label: trans.__('Try It'),
      caption: trans.__('Send a request to a served model'),
      run: openAt('try')
    },
    {
      id: CommandIDs.showLogs,
      label: trans.__('Show Logs'),
      caption: trans.__('Show the live logs of a service'),
      needs: 'logs',
      run: openAt('logs')
    }
  ]);
}
