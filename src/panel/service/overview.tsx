import React from 'react';
import type { IServicePod } from '../../tokens';
import { serviceTarget } from '../resolvetargets';
import { usePanel } from '../shell/context';
import { Facts, LongText } from '../components/facts';
import { formatAge, formatTime } from '../../formatting';
import { Card } from '../components/card';
import { LinkButton } from '../components/button';
import { StateLabel } from '../components/statelabel';
import { Table } from '../components/table';
import { useNow } from '../hooks/useNow';
import { changeService } from './change/rollout';
import { useServicePage } from './pagecontext';
import { Steps } from './diagnosis/steps';
import { UsageCard } from './usage';
import { useAccess } from './useOperations';

/** The pods of the service with their containers. */
function Pods(props: { pods: ReadonlyArray<IServicePod> }): React.JSX.Element {
  const { trans } = usePanel();
  const { details, view } = useServicePage();
  const now = useNow();
  if (props.pods.length === 0) {
    return (
      <p className="jp-mod-muted">
        {details.stopped
          ? trans.__('No pods: the service is stopped.')
          : trans.__('No pods.')}
      </p>
    );
  }
  return (
    <Table
      className="jp-Kserve-Pods"
      columns={[
        trans.__('Pod'),
        trans.__('Version'),
        trans.__('Node'),
        trans.__('Container'),
        trans.__('State'),
        { title: trans.__('Restarts'), number: true },
        trans.__('Age'),
        trans.__('Log')
      ]}
    >
      <tbody>
        {props.pods.flatMap(pod =>
          pod.containers.map(container => (
            <tr key={`${pod.name}/${container.name}`}>
              <th scope="row">
                <code>{pod.name}</code>
              </th>
              <td>{pod.path ?? trans.__('unknown')}</td>
              <td>{pod.node ?? trans.__('not scheduled')}</td>
              <td title={container.image}>{container.name}</td>
              <td>
                <StateLabel
                  phase={
                    pod.ending
                      ? 'stopped'
                      : container.ready
                        ? 'ready'
                        : container.restarts > 0
                          ? 'failed'
                          : 'starting'
                  }
                >
                  {pod.ending ? trans.__('terminating') : container.state}
                </StateLabel>
              </td>
              <td className="jp-mod-number">{container.restarts}</td>
              <td title={formatTime(pod.created)}>
                {formatAge(pod.created, trans, now)}
              </td>
              <td>
                <LinkButton
                  onClick={() =>
                    view.show({
                      tab: 'logs',
                      log: {
                        instance: pod.name,
                        container: container.name,
                        previous: false
                      }
                    })
                  }
                >
                  {trans.__('Show')}
                </LinkButton>
              </td>
            </tr>
          ))
        )}
      </tbody>
    </Table>
  );
}

/** What it served before the last change, and the way back to it. */
function Previous(): React.JSX.Element | null {
  const context = usePanel();
  const { trans } = context;
  const { service, details, operations } = useServicePage();
  const access = useAccess(operations, 'change');
  const uri = details.previousUri;
  if (!uri || uri === service.storageUri) {
    return <>{trans.__('unknown')}</>;
  }
  const label = trans.__('Roll back to %1', uri.split('/').pop() ?? uri);
  return (
    <>
      <code>{uri}</code>{' '}
      <LinkButton
        disabled={!access.usable}
        title={access.reason || undefined}
        onClick={() =>
          void changeService(context, serviceTarget(service), label, {
            storageUri: uri
          })
        }
      >
        {label}
      </LinkButton>
    </>
  );
}

/** How far it has come, its pods, and what it is. */
export function Overview(): React.JSX.Element {
  const { trans } = usePanel();
  const { service, details, capabilities } = useServicePage();
  const now = useNow();
  const { kubernetes, replicas } = details;
  return (
    <div className="jp-Kserve-Column">
      {details.steps.length > 0 && <Steps />}
      {kubernetes && (
        <Card title={trans.__('Pods')}>
          <Pods pods={kubernetes.pods} />
        </Card>
      )}
      {capabilities.has('usage') && <UsageCard />}
      <Card title={trans.__('Service')}>
        <Facts
          facts={[
            [
              trans.__('Display name'),
              details.displayName ? (
                <LongText text={details.displayName} />
              ) : (
                <span className="jp-mod-muted">
                  {trans.__('same as the service name')}
                </span>
              )
            ],
            [
              trans.__('storageUri'),
              service.storageUri && <code>{service.storageUri}</code>
            ],
            capabilities.has('roll') && [
              trans.__('Previous version'),
              <Previous />
            ],
            [trans.__('Runtime'), service.runtime],
            [
              trans.__('Protocols'),
              service.protocols.map(name => name.toUpperCase()).join(', ')
            ],
            replicas !== null && [
              trans.__('Replicas'),
              replicas.min === replicas.max
                ? String(replicas.min)
                : trans.__(
                    '%1 to %2',
                    String(replicas.min),
                    String(replicas.max)
                  )
            ],
            kubernetes !== undefined && [
              trans.__('Memory limit'),
              kubernetes.memory
            ],
            kubernetes !== undefined && [trans.__('Mode'), kubernetes.mode],
            [
              trans.__('Created'),
              service.created && (
                <span title={formatTime(service.created)}>
                  {formatAge(service.created, trans, now)}
                </span>
              )
            ],
            kubernetes !== undefined && [
              trans.__('Other field managers'),
              kubernetes.managers.join(', ') || trans.__('no others')
            ]
          ]}
        />
      </Card>
    </div>
  );
}
