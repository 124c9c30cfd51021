import React from 'react';
import { CommandIDs } from '../../commandids';
import type { IService } from '../../tokens';
import { usePanel } from '../context';
import { formatAge } from '../format';
import { phaseIcons, tryItIcon } from '../icons';
import { IconButton, ProblemNote, Section } from '../parts';
import { Rows } from '../rows';
import { useChanged } from '../useChanged';

/** State, detail and version of a service in one line. */
function sentence(service: IService): string {
  const { label, detail } = service.status;
  const state =
    service.status.phase === 'failed' && detail
      ? `${label}: ${detail}`
      : [label, detail].filter(Boolean).join(' · ');
  return [state, service.model?.version].filter(Boolean).join(' · ');
}

function ServiceRow(props: { service: IService }): React.JSX.Element {
  const { commands, trans } = usePanel();
  const { service } = props;
  const { phase, since } = service.status;
  const Icon = phaseIcons[phase];
  const failed = phase === 'failed';
  return (
    <>
      <div role="gridcell" className="jp-Kserve-Row-cell">
        <span className="jp-Kserve-State" data-phase={phase}>
          <Icon.react
            tag="span"
            className="jp-Kserve-Icon"
            aria-hidden="true"
          />
        </span>
        <div className="jp-Kserve-Row-text">
          <div className="jp-Kserve-Row-line">
            <span className="jp-Kserve-clip">{service.name}</span>
            <span className="jp-Kserve-Row-end jp-mod-muted">
              {formatAge(since, trans)}
            </span>
          </div>
          <div
            className={`jp-Kserve-Row-line jp-mod-second${failed ? ' jp-mod-failed' : ''}`}
            title={sentence(service)}
          >
            <span
              className={failed ? 'jp-Kserve-Row-message' : 'jp-Kserve-clip'}
            >
              {sentence(service)}
            </span>
          </div>
        </div>
      </div>
      <div role="gridcell" className="jp-Kserve-Row-actions">
        <IconButton
          icon={tryItIcon}
          label={trans.__('Try %1', service.name)}
          tabIndex={-1}
          onClick={() =>
            void commands.execute(CommandIDs.tryService, { name: service.name })
          }
        />
      </div>
    </>
  );
}

/** The section with everything that is being served. */
export function Deployments(props: { filter: string }): React.JSX.Element {
  const { serving, server, trans } = usePanel();
  const { commands } = usePanel();
  const [selected, setSelected] = React.useState<string | null>(null);
  useChanged(serving.changed, server.changed);
  const wanted = props.filter.trim().toLowerCase();
  const shown = serving.services.filter(service =>
    service.name.toLowerCase().includes(wanted)
  );
  const namespace = server.status?.kubernetes.namespace ?? '';
  const target = serving.targets[0];

  const content = () => {
    if (serving.services.length === 0) {
      if (target?.state === 'unavailable') {
        // Without a cluster the note above has said why already.
        return server.status?.kubernetes.state === 'ready' && target.problem ? (
          <ProblemNote problem={target.problem} phase="warn" />
        ) : (
          <p className="jp-Kserve-Empty">
            {trans.__('Cannot be read without the cluster.')}
          </p>
        );
      }
      return (
        <p className="jp-Kserve-Empty" role="status">
          {target?.state === 'ready'
            ? trans.__('Nothing is deployed in %1.', namespace)
            : trans.__('Asking the cluster…')}
        </p>
      );
    }
    return (
      <>
        {target?.state === 'unavailable' && target.problem && (
          <ProblemNote problem={target.problem} phase="warn" />
        )}
        {shown.length === 0 ? (
          <p className="jp-Kserve-Empty">{trans.__('No match.')}</p>
        ) : (
          <Rows
            label={trans.__('Deployments')}
            className="jp-Kserve-Row jp-Kserve-Service"
            dataName="data-kserve-service"
            items={shown}
            name={service => service.name}
            render={service => <ServiceRow service={service} />}
            selected={selected}
            onSelect={service => setSelected(service?.name ?? null)}
            onOpen={service =>
              void commands.execute(CommandIDs.tryService, {
                name: service.name
              })
            }
            onKey={(event, service) => {
              if (event.key === 'Delete') {
                void commands.execute(CommandIDs.deleteService, {
                  name: service.name
                });
                return true;
              }
              return false;
            }}
          />
        )}
      </>
    );
  };

  return (
    <Section
      title={trans.__('Deployments')}
      count={
        wanted
          ? trans.__('%1 of %2', shown.length, serving.services.length)
          : String(serving.services.length)
      }
      note={namespace}
    >
      {content()}
    </Section>
  );
}
