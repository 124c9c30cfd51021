import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { LabIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { Pages } from '../shell/pages';
import { NO_ARGUMENTS } from '../commandschemas';

/** There is one page: it has the one journal of the server half. */
const KEY = 'migration';

/**
 * Register the command that opens the Migration page.
 *
 * @param icon - its mark in the launcher
 */
export function addMigrationCommands(
  app: JupyterFrontEnd,
  start: IPanelStart,
  icon: LabIcon
): void {
  const { trans } = start;
  const pages = new Pages(app, {
    namespace: 'jupyterlab-kserve-migration',
    command: CommandIDs.migrateModels,
    create: async () => {
      const { createMigrationPage } = await import('./page');
      return createMigrationPage(app, await start.load());
    }
  });
  start.restore(pages);
  app.commands.addCommand(CommandIDs.migrateModels, {
    label: trans.__('Migrate Models…'),
    caption: trans.__('Copy models from the workbench to the volume'),
    // For the launcher; rows of menus and of the palette have none.
    icon: args => (args.cwd === undefined ? undefined : icon),
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      await pages.open(KEY);
    }
  });
}
