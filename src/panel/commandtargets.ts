import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IPanelStart } from './shell/context';

const text = (description: string) => ({
  type: 'string' as const,
  description
});

/** The schema of arguments that name a model or a service. */
export const TARGET = {
  args: {
    type: 'object' as const,
    properties: {
      name: text('The target.'),
      version: text('The version of a model; the newest without it.'),
      service: text('The service to deploy a model to; proposed without it.')
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

/** Where a row holds the name of what it shows. */
export const ROW = '[data-kserve-model], [data-kserve-service]';

/**
 * What a command is to act on: its arguments, else the row that has the focus,
 * else the selected model.
 *
 * @param start - what there is of the panel from the start
 * @param kind - what `args.name` is the name of
 * @param args - the command's arguments
 */
export function targetOf(
  { selection }: IPanelStart,
  kind: 'model' | 'service',
  args: ReadonlyPartialJSONObject
): ITarget {
  if (typeof args.name === 'string') {
    const { version, service } = args;
    return {
      ...(typeof service === 'string' ? { service } : {}),
      [kind]: args.name,
      ...(typeof version === 'string' ? { version } : {})
    };
  }
  // Not the row of the last context menu: that may be long closed.
  const row = document.activeElement?.closest<HTMLElement>(ROW);
  return {
    model: row?.dataset.kserveModel ?? selection.model ?? undefined,
    service: row?.dataset.kserveService,
    version: row?.dataset.kserveVersion
  };
}
