import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { Pages } from '../shell/pages';
import { TARGET, targetOf } from '../commandtargets';

/**
 * Register the commands for a model: its page, and what changes it.
 *
 * @param app - the application
 * @param start - what there is of the panel from the start
 */
export function addModelCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  const pages = new Pages(app, {
    namespace: 'jupyterlab-kserve-models',
    command: CommandIDs.openModel,
    create: async name => {
      const { createModelPage } = await import('./page');
      return createModelPage(app, await start.load(), name);
    }
  });
  start.restore(pages);

  const add = (
    action: Exclude<keyof typeof import('./actions'), 'copyModelLink'>,
    label: string,
    caption: string
  ) =>
    app.commands.addCommand(CommandIDs[action], {
      label,
      caption,
      describedBy: TARGET,
      execute: async args => {
        const target = targetOf(start, 'model', args);
        const actions = await import('./actions');
        await actions[action]({ app, pages, ...(await start.load()) }, target);
      }
    });

  add('openModel', trans.__('Open Model'), trans.__('Show a model’s page'));
  add(
    'compareVersions',
    trans.__('Compare Versions'),
    trans.__('Show what differs between two versions')
  );
  add(
    'editMetadata',
    trans.__('Edit Metadata'),
    trans.__('Edit the card of a model')
  );
  add(
    'convertModel',
    trans.__('Convert to Versions'),
    trans.__('Make versions of older files')
  );
}
