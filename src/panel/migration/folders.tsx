import { closeIcon, refreshIcon } from '@jupyterlab/ui-components';
import React, { useId, useState } from 'react';
import { usePanel } from '../shell/context';
import { Button, IconButton } from '../components/button';
import type { MigrationSession } from '../../migration/session';

/** Where models are looked for. */
export function Folders(props: {
  session: MigrationSession;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { session } = props;
  const { locations: folders, busy } = session;
  const [added, setAdded] = useState('');
  const id = useId();
  const add = () => {
    const folder = added.trim();
    if (folder && !busy) {
      setAdded('');
      void session.scan([...new Set([...folders, folder])]);
    }
  };
  return (
    <div className="jp-Kserve-Migration-folders">
      <span id={`${id}-title`}>{trans.__('Folders')}</span>
      <ul aria-labelledby={`${id}-title`}>
        {folders.map(folder => (
          <li key={folder}>
            <code dir="auto">{folder}</code>
            {folders.length > 1 && (
              <IconButton
                icon={closeIcon}
                label={trans.__('Exclude %1', folder)}
                disabled={busy}
                onClick={() =>
                  void session.scan(folders.filter(one => one !== folder))
                }
              />
            )}
          </li>
        ))}
      </ul>
      <input
        className="jp-Kserve-Input"
        aria-label={trans.__('Add a folder')}
        placeholder={trans.__('Add a folder')}
        value={added}
        spellCheck={false}
        onChange={event => setAdded(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            add();
          }
        }}
      />
      <Button disabled={busy || added.trim() === ''} onClick={add}>
        {trans.__('Add')}
      </Button>
      <Button
        icon={refreshIcon}
        disabled={busy}
        onClick={() => void session.scan()}
      >
        {trans.__('Scan again')}
      </Button>
    </div>
  );
}
