import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { Pages } from '../shell/pages';
import { NO_ARGUMENTS } from '../commandschemas';

/** Register the command for the page Health. */
export function addHealthCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  const pages = new Pages(app, {
    namespace: 'jupyterlab-kserve-health',
    command: CommandIDs.openHealth,
    create: async () => {
      const { createHealthPage } = await import('./page');
      return createHealthPage(app, await start.load());
    }
  });
  start.restore(pages);

  app.commands.addCommand(CommandIDs.openHealth, {
    label: trans.__('Health'),
    caption: trans.__('Check the volume, cluster, permissions and models'),
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      await pages.open('health');
    }
  });
}
