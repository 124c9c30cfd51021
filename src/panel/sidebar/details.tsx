import React, { useEffect, useState } from 'react';
import { CommandIDs } from '../../commandids';
import type { IModelVersion, IProblem } from '../../tokens';
import { serviceArgs } from '../resolvetargets';
import { usePanel } from '../shell/context';
import { Facts, LongText, factsOf, type Fact } from '../components/facts';
import { formatSize } from '../../formatting';
import { Button } from '../components/button';
import { ProblemNote } from '../components/note';
import { Section } from '../components/section';
import { problemOf } from '../../tokens';
import { useDeployAccess } from '../deploy/useDeployAccess';
import { useChanged } from '../hooks/useChanged';
import { modelFacts, whereFacts } from '../components/versionfacts';
import { servicesByModel } from '../../listing/services';
import type { SidebarPreferences } from './preferences';

/** What a version's card says, read anew when the volume changes. */
function useVersion(
  name: string | null,
  version: string | null
): { details: IModelVersion | null; problem: IProblem | null } {
  const { store, trans } = usePanel();
  const [details, setDetails] = useState<IModelVersion | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  const { models } = store;
  useEffect(() => {
    let current = true;
    if (name === null || version === null) {
      setDetails(null);
      setProblem(null);
      return;
    }
    store.get(name, version).then(
      answer => {
        if (current) {
          setDetails(answer);
          setProblem(null);
        }
      },
      (error: unknown) => {
        if (current) {
          setDetails(null);
          setProblem(problemOf(error, trans));
        }
      }
    );
    return () => {
      // An answer that comes after the next selection is no longer wanted.
      current = false;
    };
  }, [store, name, version, models]);
  return { details, problem };
}

/** What is known of something, below a title; nothing where nothing is. */
function Known(props: {
  title: string;
  facts: ReadonlyArray<Fact>;
}): React.JSX.Element | null {
  const known = props.facts.filter(([, value]) => Boolean(value));
  return known.length === 0 ? null : (
    <>
      <h4 dir="auto">{props.title}</h4>
      <Facts facts={known} />
    </>
  );
}

function Card(props: { details: IModelVersion }): React.JSX.Element {
  const { server, trans } = usePanel();
  const { card, uri, path } = props.details;
  return (
    <>
      {card && (
        <>
          <Known title={trans.__('Metadata')} facts={factsOf(card.metadata)} />
          <Known
            title={trans.__('Model')}
            facts={[
              ...modelFacts(props.details, server.status?.formats, trans),
              [
                trans.__('Description'),
                card.description && <LongText text={card.description} />
              ]
            ]}
          />
          <Known
            title={trans.__('Libraries')}
            facts={Object.entries(card.libraries ?? {})}
          />
          {card.files.map(file => (
            <Known
              key={file.path}
              title={file.path}
              facts={[
                [trans.__('Size'), formatSize(file.size)],
                [
                  trans.__('SHA-256'),
                  <code key="sha256" className="jp-Kserve-Hash">
                    {file.sha256}
                  </code>
                ]
              ]}
            />
          ))}
        </>
      )}
      <Known
        title={trans.__('Location')}
        facts={whereFacts(path, uri, trans)}
      />
    </>
  );
}

/** The selected model: what its card says, and what can be done with it. */
export function Details(props: {
  preferences: SidebarPreferences;
}): React.JSX.Element | null {
  const { store, serving, selection, commands, offers, trans } = usePanel();
  useChanged(store.changed, serving.changed, selection.changed);
  const model = store.models.find(entry => entry.name === selection.model);
  const [picked, setPicked] = useState<string | null>(null);
  useEffect(() => setPicked(null), [selection.model]);
  const version =
    picked && model?.versions.includes(picked)
      ? picked
      : (model?.version ?? null);
  const { details, problem } = useVersion(model?.name ?? null, version);
  const access = useDeployAccess();
  if (!model) {
    return null;
  }
  const service = servicesByModel(serving.services)(model);
  const current = details?.record.name === model.name ? details : null;

  return (
    <Section
      title={model.name}
      name="details"
      note={version ?? undefined}
      open={props.preferences.isOpen('details')}
      onToggle={() => props.preferences.toggle('details')}
    >
      <div
        className="jp-Kserve-Details"
        role="region"
        aria-label={trans.__('Details of %1', model.name)}
        tabIndex={0}
      >
        <div className="jp-Kserve-Actions">
          {access.offered && (
            <Button
              accept
              disabled={!access.allowed || model.state === 'broken'}
              title={access.reason}
              onClick={() =>
                void commands.execute(CommandIDs.deployModel, {
                  name: model.name,
                  ...(version ? { version } : {})
                })
              }
            >
              {trans.__('Deploy…')}
            </Button>
          )}
          {!service && offers({}, 'run') && (
            <Button
              disabled={model.state === 'broken'}
              onClick={() =>
                void commands.execute(CommandIDs.runModel, {
                  name: model.name,
                  ...(version ? { version } : {})
                })
              }
            >
              {trans.__('Run Here')}
            </Button>
          )}
          {service && (
            <Button
              onClick={() =>
                void commands.execute(
                  CommandIDs.tryService,
                  serviceArgs(service)
                )
              }
            >
              {trans.__('Try it')}
            </Button>
          )}
          {model.versions.length > 1 && (
            <select
              className="jp-Kserve-Input"
              aria-label={trans.__('Version')}
              value={version ?? ''}
              onChange={event => setPicked(event.target.value)}
            >
              {model.versions.map(entry => (
                <option key={entry} value={entry}>
                  {entry}
                </option>
              ))}
            </select>
          )}
        </div>
        {!access.allowed && access.reason && (
          <p className="jp-Kserve-Hint">{access.reason}</p>
        )}
        {model.problem && <ProblemNote problem={model.problem} />}
        {problem && <ProblemNote problem={problem} />}
        {current && <Card details={current} />}
      </div>
    </Section>
  );
}
