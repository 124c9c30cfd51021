import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { Pages } from '../shell/pages';
import { NO_ARGUMENTS } from '../commandschemas';

/** There is one trash. */
const KEY = 'trash';

/** Register the commands that delete models and show the trash. */
export function addTrashCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  const pages = new Pages(app, {
    namespace: 'jupyterlab-kserve-trash',
    command: CommandIDs.openTrash,
    create: async () => {
      const { createTrashPage } = await import('./page');
      return createTrashPage(await start.load());
    }
  });
  start.restore(pages);
  app.commands.addCommand(CommandIDs.openTrash, {
    label: trans.__('Open Trash'),
    caption: trans.__('Show deleted models and restore them'),
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      await pages.open(KEY);
    }
  });
  start.addCommands('model', [
    {
      id: CommandIDs.deleteModel,
      label: trans.__('Delete…'),
      caption: trans.__('Move a model or a version to the trash'),
      run: async (context, target) => {
        const { deleteModel } = await import('../model/versions/deletion');
        await deleteModel({ app, ...context }, target);
      }
    }
  ]);
}
