import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IPanelStart } from './context';

/** The schema of arguments that name a model or a service. */
export const TARGET = {
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

/** The schema of a command that takes nothing. */
export const NO_ARGUMENTS = {
  args: { type: 'object' as const, properties: {} }
};

/** What a command is to act on. */
export interface ITarget {
  model?: string;
  service?: string;
  version?: string;
}

/**
 * What a command is to act on: its arguments, else the row under the context
 * menu, else the selected model.
 *
 * @param app - the application
 * @param start - what there is of the panel from the start
 * @param kind - what `args.name` is the name of
 * @param args - the command's arguments
 */
export function targetOf(
  app: JupyterFrontEnd,
  { selection }: IPanelStart,
  kind: 'model' | 'service',
  args: ReadonlyPartialJSONObject
): ITarget {
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
    model: row?.dataset.kserveModel ?? selection.model ?? undefined,
    service: row?.dataset.kserveService
  };
}
