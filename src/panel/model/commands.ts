import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { Pages } from '../shell/pages';
import type { ITargetCommand } from '../commandtargets';

/** Register the commands for a model: its page, and what changes it. */
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

  const run =
    (
      action: Exclude<keyof typeof import('./actions'), 'copyModelLink'>
    ): ITargetCommand['run'] =>
    async (context, target) => {
      const actions = await import('./actions');
      await actions[action]({ app, pages, ...context }, target);
    };
  start.addCommands('model', [
    {
      id: CommandIDs.openModel,
      label: trans.__('Open Model'),
      caption: trans.__('Show the page of a model'),
      run: run('openModel')
    },
    {
      id: CommandIDs.compareVersions,
      label: trans.__('Compare Versions'),
      caption: trans.__('Show the differences between two versions'),
      run: run('compareVersions')
    },
    {
      id: CommandIDs.editMetadata,
      label: trans.__('Edit Metadata'),
      caption: trans.__('Edit the model card'),
      run: run('editMetadata')
    },
    {
      id: CommandIDs.convertModel,
      label: trans.__('Convert to Versions'),
      caption: trans.__('Convert older files to versions'),
      run: run('convertModel')
    }
  ]);
}
