import {
  deleteIcon,
  refreshIcon,
  saveIcon,
  type LabIcon
} from '@jupyterlab/ui-components';
import React from 'react';
import { CommandIDs } from '../../commandids';
import { usePanel } from '../shell/context';
import { healthIcon, migrateIcon } from '../icons';
import { IconButton } from '../components/button';
import { useCommand } from '../hooks/useCommand';

/** A button for a command; there is none while nobody offers the command. */
function CommandButton(props: {
  command: string;
  icon: LabIcon;
}): React.JSX.Element | null {
  const { commands } = usePanel();
  const { exists, enabled, label, caption } = useCommand(props.command);
  return exists ? (
    <IconButton
      icon={props.icon}
      label={label}
      title={caption || label}
      disabled={!enabled}
      onClick={() => void commands.execute(props.command)}
    />
  ) : null;
}

/** What can be done with the volume as a whole. */
export function Toolbar(): React.JSX.Element {
  const { trans } = usePanel();
  return (
    <div
      className="jp-Kserve-Toolbar"
      role="toolbar"
      aria-label={trans.__('Models')}
    >
      <CommandButton command={CommandIDs.saveFile} icon={saveIcon} />
      <CommandButton command={CommandIDs.migrateModels} icon={migrateIcon} />
      <CommandButton command={CommandIDs.openTrash} icon={deleteIcon} />
      <CommandButton command={CommandIDs.refreshModels} icon={refreshIcon} />
      <CommandButton command={CommandIDs.openHealth} icon={healthIcon} />
    </div>
  );
}
