import React, { useRef, useState } from 'react';
import { usePanel } from '../shell/context';
import type { IRowsHandle } from '../components/rows/rows';
import { useChanged } from '../hooks/useChanged';
import { Announcements } from './announcements';
import { Deployments } from './deployments';
import { Details } from './details';
import { Files, type IFilesSource } from './files/files';
import { Filter } from './filter';
import { Notes, ServerMissing } from './missing';
import { Models } from './models';
import type { SidebarPreferences } from './preferences';
import { Toolbar } from './toolbar';
import { Usage } from './usage';

/** Whether keys go into what the event is about, as letters. */
function takesText(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** The Models sidebar. */
export function Sidebar(props: {
  preferences: SidebarPreferences;
  /** Where the files come from; null where JupyterLab has no file browsers. */
  files: IFilesSource | null;
}): React.JSX.Element {
  const { server, store, trans } = usePanel();
  const { preferences, files } = props;
  const [filter, setFilter] = useState('');
  const [counted, setCounted] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const models = useRef<IRowsHandle>(null);
  const deployments = useRef<IRowsHandle>(null);
  useChanged(server.changed, store.changed, preferences.changed);

  const body = () => {
    if (server.state === 'unavailable') {
      return <ServerMissing />;
    }
    if (!server.status) {
      return (
        <p className="jp-Kserve-Empty" role="status">
          {trans.__('Reading the volume…')}
        </p>
      );
    }
    return (
      <>
        <Usage />
        <Notes />
        <Filter
          value={filter}
          onChange={setFilter}
          onLeave={() => {
            // The first list that found something.
            [models, deployments].some(list => list.current?.focusFirst());
          }}
          input={input}
        />
        <div className="jp-Kserve-Sections">
          <Models
            filter={filter}
            onClear={() => setFilter('')}
            preferences={preferences}
            list={models}
            onCounted={setCounted}
          />
          <Deployments
            filter={filter}
            preferences={preferences}
            list={deployments}
          />
          {files && (
            <Files source={files} filter={filter} preferences={preferences} />
          )}
          <Details preferences={preferences} />
        </div>
      </>
    );
  };

  return (
    <div
      className="jp-Kserve-Sidebar"
      onKeyDown={event => {
        const { altKey, ctrlKey, metaKey, key, target } = event;
        if (
          key === '/' &&
          preferences.letterKeys &&
          !(altKey || ctrlKey || metaKey || takesText(target))
        ) {
          event.preventDefault();
          input.current?.focus();
        }
      }}
    >
      <header className="jp-Kserve-Sidebar-head">
        <h2>{trans.__('Models')}</h2>
        <Toolbar />
      </header>
      {body()}
      <Announcements words={counted} />
    </div>
  );
}
