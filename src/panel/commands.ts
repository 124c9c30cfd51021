import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commandids';
import type { Actions } from './actions';
import type { IPanelContext } from './context';

/** The schema of arguments that name a model or a service. */
const TARGET = {
  args: {
    type: 'object' as const,
    properties: {
      name: { type: 'string' as const, description: 'The target.' },
      version: {
        type: 'string' as const,
        description: 'The version of a model; the newest without it.'
      }
    }
  }
};

const NO_ARGUMENTS = { args: { type: 'object' as const, properties: {} } };

/** What a command is to act on. */
export interface ITarget {
  model?: string;
  service?: string;
  version?: string;
}

/**
 * Register the commands of the panel. What they do is in `actions`, which is
 * loaded with the first of them.
 *
 * @param app - the application
 * @param context - what the panel works with
 */
export function addCommands(
  app: JupyterFrontEnd,
  context: IPanelContext
): void {
  const { trans } = context;
  const { commands } = app;

  let loaded: Promise<Actions> | null = null;
  const actions = () =>
    (loaded ??= import('./actions').then(
      ({ Actions }) => new Actions(app, context)
    ));

  /** The target from the arguments, else the row under the context menu. */
  const targetOf = (
    kind: 'model' | 'service',
    args: ReadonlyPartialJSONObject
  ): ITarget => {
    if (typeof args.name === 'string') {
      const { version } = args;
      return {
        [kind]: args.name,
        ...(typeof version === 'string' ? { version } : {})
      };
    }
    const row = app.contextMenuHitTest(
      node =>
        node.dataset.kserveModel !== undefined ||
        node.dataset.kserveService !== undefined
    );
    return {
      model: row?.dataset.kserveModel ?? context.selection.model ?? undefined,
      service: row?.dataset.kserveService
    };
  };

  commands.addCommand(CommandIDs.refreshModels, {
    label: trans.__('Refresh Models'),
    caption: trans.__('Read the volume and the state of the cluster anew'),
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      await (await actions()).refresh();
    }
  });

  commands.addCommand(CommandIDs.deployModel, {
    label: trans.__('Deploy…'),
    caption: trans.__('Serve a version of a model with KServe'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf('model', args);
      await (await actions()).deploy(target);
    }
  });

  commands.addCommand(CommandIDs.copyStorageUri, {
    label: trans.__('Copy storageUri'),
    caption: trans.__('Copy the address under which KServe finds the model'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf('model', args);
      await (await actions()).copyStorageUri(target);
    }
  });

  commands.addCommand(CommandIDs.tryService, {
    label: trans.__('Try It'),
    caption: trans.__('Send a request to a served model'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf('service', args);
      (await actions()).tryService(target);
    }
  });

  commands.addCommand(CommandIDs.deleteService, {
    label: trans.__('Delete Service…'),
    caption: trans.__('Stop serving a model and remove its service'),
    describedBy: TARGET,
    execute: async args => {
      const target = targetOf('service', args);
      await (await actions()).deleteService(target);
    }
  });
}
