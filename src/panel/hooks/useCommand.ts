import { useEffect, useState } from 'react';
import { usePanel } from '../shell/context';

/** A command as its button shows it. */
export interface IShownCommand {
  /** Whether it is registered at all. */
  exists: boolean;
  enabled: boolean;
  label: string;
  /** What it does; where it cannot be used, why. */
  caption: string;
}

/**
 * Follow a command that may be registered later, or by another extension.
 * What is told of other commands draws nothing anew.
 *
 * @param id - the command
 */
export function useCommand(id: string): IShownCommand {
  const { commands } = usePanel();
  const read = (): IShownCommand => ({
    exists: commands.hasCommand(id),
    enabled: commands.isEnabled(id),
    label: commands.label(id),
    caption: commands.caption(id)
  });
  const [shown, setShown] = useState(read);
  useEffect(() => {
    const slot = () =>
      setShown(before => {
        const now = read();
        return now.exists === before.exists &&
          now.enabled === before.enabled &&
          now.label === before.label &&
          now.caption === before.caption
          ? before
          : now;
      });
    slot();
    commands.commandChanged.connect(slot);
    return () => {
      commands.commandChanged.disconnect(slot);
    };
  }, [commands, id]);
  return shown;
}
