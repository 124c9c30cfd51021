import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IPanelContext, IPanelStart } from './shell/context';

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

/** A command that acts on a model or a service. */
export interface ITargetCommand {
  id: string;
  label: string;
  caption: string;
  /** Does it; the code for that is best imported here, when it is used. */
  run: (context: IPanelContext, target: ITarget) => Promise<void>;
}

/**
 * Register commands that act on a target (see `targetOf`).
 *
 * @param registry - the application's commands
 * @param start - loaded when one of them is used
 * @param kind - what the argument `name` is the name of
 * @param commands - what to register
 */
export function addTargetCommands(
  registry: CommandRegistry,
  start: IPanelStart,
  kind: 'model' | 'service',
  commands: ReadonlyArray<ITargetCommand>
): void {
  for (const { id, label, caption, run } of commands) {
    registry.addCommand(id, {
      label,
      caption,
      describedBy: TARGET,
      execute: async args => {
        // At once: the focus may be elsewhere when all is loaded.
        const target = targetOf(start, kind, args);
        await run(await start.load(), target);
      }
    });
  }
}
