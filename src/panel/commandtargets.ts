import type { Capability } from '../tokens';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { TARGET } from './commandschemas';
import type { IPanelContext, IPanelStart } from './shell/context';

/** What a command is to act on. */
export interface ITarget {
  model?: string;
  service?: string;
  version?: string;
  /** Of the service. */
  namespace?: string;
  /** Id of the serving target that the service is on, or is to be on. */
  target?: string;
}

/** Where a row holds the name of what it shows. */
export const ROW = '[data-kserve-model], [data-kserve-service]';

/**
 * What a command is to act on: its arguments, else the row that has the focus,
 * else the selected model.
 *
 * @param kind - what `args.name` is the name of
 * @param args - the command's arguments
 */
export function targetOf(
  { selection }: IPanelStart,
  kind: 'model' | 'service',
  args: ReadonlyPartialJSONObject
): ITarget {
  if (typeof args.name === 'string') {
    const { version, service, namespace, target } = args;
    return {
      ...(typeof service === 'string' ? { service } : {}),
      [kind]: args.name,
      ...(typeof version === 'string' ? { version } : {}),
      ...(typeof namespace === 'string' ? { namespace } : {}),
      ...(typeof target === 'string' ? { target } : {})
    };
  }
  // Not the row of the last context menu: that may be long closed.
  const row = document.activeElement?.closest<HTMLElement>(ROW);
  return {
    model: row?.dataset.kserveModel ?? selection.model ?? undefined,
    service: row?.dataset.kserveService,
    version: row?.dataset.kserveVersion,
    namespace: row?.dataset.kserveNamespace,
    target: row?.dataset.kserveTarget
  };
}

/** A command that acts on a model or a service. */
export interface ITargetCommand {
  id: string;
  label: string;
  caption: string;
  /** What the service's target, or any where none is named, has to be able to do. */
  needs?: Capability;
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
  for (const { id, label, caption, needs, run } of commands) {
    registry.addCommand(id, {
      label,
      caption,
      describedBy: TARGET,
      isVisible: args =>
        needs === undefined ||
        (start.loaded()?.offers(targetOf(start, kind, args), needs) ?? true),
      execute: async args => {
        // At once: the focus may be elsewhere when all is loaded.
        const target = targetOf(start, kind, args);
        await run(await start.load(), target);
      }
    });
  }
}
