import { Clipboard, Notification } from '@jupyterlab/apputils';
import React, { useEffect, useState } from 'react';
import { CommandIDs } from '../../../commandids';
import type { IExplanation, Remedy } from '../../../tokens';
import { volumeOf } from '../../../tokens';
import { serviceArgs, serviceTarget } from '../../resolvetargets';
import { usePanel } from '../../shell/context';
import { Button } from '../../components/button';
import { Note } from '../../components/note';
import { useServicePage } from '../pagecontext';
import { openForReading, serveOneFile } from './repairs';
import { changeService } from '../change/rollout';
import { useCard } from '../tryit/useCard';
import { useAccess } from '../useOperations';

/** So many of the last lines of a log are looked at. */
const LOG_LINES = 200;

/** And so many characters of them. */
const MAX_LOG = 64 * 1024;

/** The end of the log of the container that failed. */
function useLogEnd(): string {
  const { service, operations } = useServicePage();
  const source = service.status.failure?.container;
  const [log, setLog] = useState('');
  const key = source && `${source.pod}/${source.name}/${source.previous}`;
  useEffect(() => {
    setLog('');
    if (!source) {
      return;
    }
    const { pod: instance, name: container, previous } = source;
    const following = operations.log?.(
      { instance, container, previous },
      LOG_LINES,
      news => {
        if (news.event === 'lines') {
          setLog(before =>
            `${before}${news.lines.join('\n')}\n`.slice(-MAX_LOG)
          );
        }
      }
    );
    return () => following?.dispose();
  }, [operations, key]);
  return log;
}

/** The names of the files at the model's path; null when they are not known. */
function useFiles(): string[] | null {
  const { store } = usePanel();
  const { model } = useServicePage().service;
  const name = model?.name;
  const version = model?.version;
  const [files, setFiles] = useState<string[] | null>(null);
  useEffect(() => {
    let current = true;
    setFiles(null);
    if (name !== undefined && version !== undefined) {
      store.files(name, version).then(
        found => current && setFiles(found),
        // Without them the words of the server have to do.
        () => undefined
      );
    }
    return () => {
      current = false;
    };
  }, [store, name, version]);
  return files;
}

function useExplanation(): IExplanation | null {
  const { server } = usePanel();
  const { service, details, operations } = useServicePage();
  const card = useCard(service);
  const files = useFiles();
  const log = useLogEnd();
  return (
    operations.explain?.({
      service,
      details,
      root: volumeOf(server)?.path ?? null,
      libraries: card?.libraries ?? {},
      files,
      log
    }) ?? null
  );
}

function RemedyButton(props: {
  remedy: Remedy;
  /** The best one of all. */
  first: boolean;
}): React.JSX.Element {
  const context = usePanel();
  const { commands, trans } = context;
  const page = useServicePage();
  const { service, view } = page;
  const { remedy, first } = props;
  const access = useAccess(page.operations, 'change');
  const changes = remedy.kind !== 'copy' && remedy.kind !== 'log';
  const run = () => {
    switch (remedy.kind) {
      case 'change':
        void changeService(
          context,
          serviceTarget(service),
          remedy.label,
          remedy.change
        );
        break;
      case 'one-file':
        void serveOneFile(context, page, remedy.files);
        break;
      case 'permissions':
        void openForReading(context, page);
        break;
      case 'version':
        void commands.execute(CommandIDs.changeVersion, serviceArgs(service));
        break;
      case 'deploy':
        void commands.execute(CommandIDs.deployModel, {
          ...service.model,
          service: service.name,
          namespace: service.namespace,
          target: service.target
        });
        break;
      case 'copy':
        Clipboard.copyToSystem(remedy.text);
        Notification.success(trans.__('Copied'), { autoClose: 2000 });
        break;
      case 'log': {
        const { pod, name, previous } = service.status.failure!.container!;
        view.show({
          tab: 'logs',
          log: { instance: pod, container: name, previous }
        });
        break;
      }
    }
  };
  return (
    <Button
      accept={first}
      disabled={changes && !access.usable}
      title={
        remedy.kind === 'copy'
          ? remedy.text
          : (changes && access.reason) || undefined
      }
      onClick={run}
    >
      {remedy.label}
    </Button>
  );
}

/** Why it cannot start, what was found, and what to do. */
export function Explanation(): React.JSX.Element | null {
  const { trans } = usePanel();
  const { service } = useServicePage();
  const explanation = useExplanation();
  if (!explanation) {
    return null;
  }
  const { title, cause, found, advice, remedies, evidence, source } =
    explanation;
  return (
    <section
      className="jp-Kserve-Explanation"
      aria-label={trans.__('Cause of the failure')}
    >
      <Note
        phase={service.status.phase === 'warn' ? 'warn' : 'failed'}
        title={title}
      >
        <p>{cause}</p>
      </Note>
      <div className="jp-Kserve-Explanation-body">
        <div>
          <h3>{trans.__('Findings')}</h3>
          {found.filter(Boolean).length > 0 && (
            <ul>
              {found.filter(Boolean).map(line => (
                <li key={line}>
                  <code>{line}</code>
                </li>
              ))}
            </ul>
          )}
          {evidence ? (
            <details>
              <summary>{source}</summary>
              <pre
                className="jp-Kserve-Code"
                tabIndex={0}
                role="region"
                aria-label={source}
              >
                {evidence}
              </pre>
            </details>
          ) : (
            found.filter(Boolean).length === 0 && (
              <p className="jp-mod-muted">
                {trans.__('The cluster does not report any details.')}
              </p>
            )
          )}
        </div>
        <div>
          <h3>{trans.__('Next steps')}</h3>
          <p>{advice}</p>
          <div className="jp-Kserve-Actions">
            {remedies.map((remedy, index) => (
              <RemedyButton
                key={remedy.label}
                remedy={remedy}
                first={index === 0}
              />
            ))}
          </div>
          <p className="jp-Kserve-Hint">
            {trans.__('Nothing changes until you confirm it.')}
          </p>
        </div>
      </div>
    </section>
  );
}
