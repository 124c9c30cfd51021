import { refreshIcon } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import { CommandIDs } from '../../commandids';
import { usePanel } from '../context';
import { Deployments } from './deployments';
import { Details } from './details';
import { formatSize } from '../format';
import { Models } from './models';
import { IconButton, Note, ProblemNote } from '../parts';
import { useChanged } from '../useChanged';

/** From this share of the volume on, the bar warns. */
const ALMOST_FULL = 0.9;

const LIST_EXTENSIONS = 'jupyter server extension list';
const ENABLE_EXTENSION = 'jupyter server extension enable jupyterlab_kserve';

/** How much of the volume is used. */
function Usage(): React.JSX.Element | null {
  const { server, trans } = usePanel();
  const volume = server.status?.models;
  if (!volume?.exists || volume.total === 0) {
    return null;
  }
  const share = volume.used / volume.total;
  const full = share >= ALMOST_FULL;
  const words = trans.__(
    '%1 of %2',
    formatSize(volume.used),
    formatSize(volume.total)
  );
  return (
    <div className="jp-Kserve-Usage">
      <div
        className="jp-Kserve-Bar"
        role="meter"
        aria-label={trans.__('Used space of the volume')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={words}
        data-phase={full ? 'warn' : 'ready'}
      >
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </div>
      <div className="jp-Kserve-Usage-line">
        <span>
          {words}
          {full && ` · ${trans.__('almost full')}`}
        </span>
        <span className="jp-Kserve-clip" title={volume.path}>
          {volume.claim}
        </span>
      </div>
    </div>
  );
}

/** The server half does not answer: nothing else can be shown. */
function ServerMissing(): React.JSX.Element {
  const { server, trans } = usePanel();
  return (
    <>
      <ProblemNote problem={server.problem!} />
      <div className="jp-Kserve-Help">
        <h3>{trans.__('What to do')}</h3>
        <ol>
          <li>
            {trans.__('Check that it is on. Run in a terminal:')}
            <code>{LIST_EXTENSIONS}</code>
          </li>
          <li>
            {trans.__('If it is off, turn it on:')}
            <code>{ENABLE_EXTENSION}</code>
          </li>
          <li>{trans.__('Restart the server and reload this page.')}</li>
        </ol>
        <button
          type="button"
          className="jp-Kserve-Button jp-mod-accept"
          onClick={() => void server.check()}
        >
          {trans.__('Check again')}
        </button>
      </div>
    </>
  );
}

/** What works less than it should, above the lists that still work. */
function Notes(): React.JSX.Element {
  const { server, store, trans } = usePanel();
  const { models, kubernetes } = server.status!;
  const volumeProblem =
    models.problem ?? (store.state === 'unavailable' ? store.problem : null);
  return (
    <>
      {volumeProblem && (
        <ProblemNote
          problem={volumeProblem}
          phase={models.exists ? 'warn' : 'failed'}
        />
      )}
      {kubernetes.state === 'unavailable' && (
        <Note phase="warn" title={trans.__('No cluster')}>
          <p>
            {trans.__(
              'Browsing and saving work. Deploying and live states come back when the cluster answers.'
            )}
          </p>
          <details>
            <summary>{trans.__('Why?')}</summary>
            <p>{kubernetes.message ?? kubernetes.reason}</p>
            {kubernetes.hint && <p>{kubernetes.hint}</p>}
          </details>
          <button
            type="button"
            className="jp-Kserve-Link"
            onClick={() => void server.check()}
          >
            {trans.__('Try again')}
          </button>
        </Note>
      )}
    </>
  );
}

/** The Models sidebar. */
export function Sidebar(): React.JSX.Element {
  const { server, store, commands, trans } = usePanel();
  const [filter, setFilter] = useState('');
  useChanged(server.changed, store.changed);

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
        <div className="jp-Kserve-Filter">
          <input
            type="search"
            value={filter}
            placeholder={trans.__('Filter models and deployments')}
            aria-label={trans.__('Filter models and deployments')}
            onChange={event => setFilter(event.target.value)}
            onKeyDown={event => {
              if (event.key === 'Escape') {
                setFilter('');
              }
            }}
          />
        </div>
        <div className="jp-Kserve-Sections">
          <Models filter={filter} onClear={() => setFilter('')} />
          <Deployments filter={filter} />
        </div>
        <Details />
      </>
    );
  };

  return (
    <div className="jp-Kserve-Sidebar">
      <header className="jp-Kserve-Sidebar-head">
        <h2>{trans.__('Models')}</h2>
        <IconButton
          icon={refreshIcon}
          label={trans.__('Refresh')}
          onClick={() => void commands.execute(CommandIDs.refreshModels)}
        />
      </header>
      {body()}
    </div>
  );
}
