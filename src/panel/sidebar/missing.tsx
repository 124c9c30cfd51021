import { Clipboard } from '@jupyterlab/apputils';
import React from 'react';
import { isStarting, volumeOf } from '../../tokens';
import { usePanel } from '../shell/context';
import { Button, LinkButton } from '../components/button';
import { Note, ProblemNote } from '../components/note';

const LIST_EXTENSIONS = 'jupyter server extension list';
const ENABLE_EXTENSION = 'jupyter server extension enable jupyterlab_kserve';

/** The server half does not answer: nothing else can be shown. */
export function ServerMissing(): React.JSX.Element {
  const { server, trans } = usePanel();
  return (
    <>
      <ProblemNote problem={server.problem!} />
      <div className="jp-Kserve-Help">
        <h3>{trans.__('How to fix this')}</h3>
        <ol>
          <li>
            {trans.__(
              'Check that the server extension is enabled. Run in a terminal:'
            )}
            <code>{LIST_EXTENSIONS}</code>
          </li>
          <li>
            {trans.__('If it is disabled, enable it:')}
            <code>{ENABLE_EXTENSION}</code>
          </li>
          <li>
            {trans.__('Restart the Jupyter server and reload this page.')}
          </li>
        </ol>
        <div className="jp-Kserve-Actions">
          <Button accept onClick={() => void server.check()}>
            {trans.__('Check again')}
          </Button>
          <Button
            onClick={() =>
              Clipboard.copyToSystem(`${LIST_EXTENSIONS}\n${ENABLE_EXTENSION}`)
            }
          >
            {trans.__('Copy commands')}
          </Button>
        </div>
      </div>
    </>
  );
}

/** What works less than it should, above the lists that still work. */
export function Notes(): React.JSX.Element {
  const { server, store, trans } = usePanel();
  const { kubernetes } = server.status!;
  const volume = volumeOf(server);
  const volumeProblem =
    volume?.problem ?? (store.state === 'unavailable' ? store.problem : null);
  return (
    <>
      {volumeProblem && (
        <ProblemNote
          problem={volumeProblem}
          phase={volume?.exists ? 'warn' : 'failed'}
        />
      )}
      {kubernetes.state === 'unavailable' && !isStarting(kubernetes) && (
        <Note
          // That there never was one is nothing to be warned of.
          phase={kubernetes.reason === 'NoCluster' ? 'unknown' : 'warn'}
          title={trans.__('No cluster')}
        >
          <p>
            {trans.__(
              'You can browse, save, and run models. Deployments are available when a cluster responds.'
            )}
          </p>
          <details>
            <summary>{trans.__('Why?')}</summary>
            <p>{kubernetes.message ?? kubernetes.reason}</p>
            {kubernetes.hint && <p>{kubernetes.hint}</p>}
          </details>
          <LinkButton onClick={() => void server.check()}>
            {trans.__('Try again')}
          </LinkButton>
        </Note>
      )}
    </>
  );
}
