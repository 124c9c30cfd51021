import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../../commandids';
import type { IPanelContext, IPanelStart } from '../shell/context';
import {
  NO_ARGUMENTS,
  TARGET,
  targetOf,
  type ITarget
} from '../commandtargets';

/**
 * Register the commands of the sidebar's lists.
 *
 * @param app - the application
 * @param start - what there is of the panel from the start
 */
export function addSidebarCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  const { commands } = app;

  /** A command that acts on a model; what it does is loaded when it is used. */
  const onModel = (
    act: (
      actions: typeof import('./actions'),
      context: IPanelContext,
      target: ITarget
    ) => Promise<void>
  ): Pick<CommandRegistry.ICommandOptions, 'describedBy' | 'execute'> => ({
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf(start, 'model', args);
      await act(await import('./actions'), await start.load(), target);
    }
  });

  commands.addCommand(CommandIDs.refreshModels, {
    label: trans.__('Refresh Models'),
    caption: trans.__('Read the volume and the state of the cluster anew'),
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      const { server, store } = await start.load();
      await server.check();
      await store.refresh();
    }
  });
  commands.addCommand(CommandIDs.copyStorageUri, {
    label: trans.__('Copy Storage URI'),
    caption: trans.__('Copy the address under which KServe finds the model'),
    ...onModel((actions, context, target) =>
      actions.copyStorageUri(context, target)
    )
  });
  commands.addCommand(CommandIDs.copyLoadCode, {
    label: trans.__('Copy Load Code'),
    caption: trans.__('Copy the Python that loads the model'),
    ...onModel((actions, context, target) =>
      actions.copyLoadCode(context, target)
    )
  });
  commands.addCommand(CommandIDs.insertLoadCode, {
    label: trans.__('Insert Load Code into Notebook'),
    caption: trans.__(
      'Insert a cell that loads the model below the active one; it is not run'
    ),
    ...onModel((actions, context, target) =>
      actions.insertLoadCode(app, context, target)
    )
  });
  commands.addCommand(CommandIDs.addVersion, {
    label: trans.__('New Version from File…'),
    caption: trans.__('Save a file as the next version of the model'),
    isVisible: () => commands.hasCommand(CommandIDs.saveFile),
    describedBy: TARGET,
    execute: args =>
      commands.execute(CommandIDs.saveFile, {
        name: targetOf(start, 'model', args).model
      })
  });
}
