import React from 'react';
import { CommandIDs } from '../../commandids';
import { keyOf } from '../../tokens';
import { serviceArgs } from '../resolvetargets';
import { usePanel } from '../shell/context';
import { formatAge, formatTime } from '../../formatting';
import { LinkButton } from '../components/button';
import { ProblemNote } from '../components/note';
import { StateLabel } from '../components/statelabel';
import { Table } from '../components/table';
import { useChanged } from '../hooks/useChanged';
import { useNow } from '../hooks/useNow';
import { Card } from '../components/card';
import { useModelPage } from './pagecontext';

/** What serves a version of the model. */
export function Deployments(): React.JSX.Element {
  const { serving, commands, trans } = usePanel();
  const { services } = useModelPage();
  useChanged(serving.changed);
  const now = useNow();
  const failing = serving.targets.filter(target => target.problem);
  return (
    <Card title={trans.__('Deployments')}>
      {failing.map(({ id, problem }) => (
        <ProblemNote key={id} problem={problem!} phase="warn" />
      ))}
      {services.length === 0 ? (
        <p className="jp-mod-muted">
          {failing.length > 0
            ? trans.__('Cannot check whether a service uses this model.')
            : trans.__(
                'No service uses this model. Select Deploy to deploy a version.'
              )}
        </p>
      ) : (
        <Table
          columns={[
            trans.__('Service'),
            trans.__('Version'),
            trans.__('State'),
            trans.__('Runtime'),
            trans.__('Age'),
            trans.__('Actions')
          ]}
        >
          <tbody>
            {services.map(service => (
              <tr key={keyOf(service)}>
                <th scope="row">
                  <LinkButton
                    onClick={() =>
                      void commands.execute(
                        CommandIDs.openService,
                        serviceArgs(service)
                      )
                    }
                  >
                    {service.name}
                  </LinkButton>
                </th>
                <td>
                  <bdi>{service.model?.version}</bdi>
                </td>
                <td>
                  <StateLabel
                    phase={service.status.phase}
                    title={service.status.detail || undefined}
                  >
                    {service.status.label}
                  </StateLabel>
                </td>
                <td>
                  {service.runtime ?? (
                    <span className="jp-mod-muted">
                      {trans.__('selected by KServe')}
                    </span>
                  )}
                </td>
                <td title={formatTime(service.created)}>
                  {formatAge(service.created, trans, now)}
                </td>
                <td>
                  {serving
                    .target(service.target)
                    ?.capabilities.has('remove') && (
                    <LinkButton
                      aria-label={trans.__('Delete service %1…', service.name)}
                      onClick={() =>
                        void commands.execute(
                          CommandIDs.deleteService,
                          serviceArgs(service)
                        )
                      }
                    >
                      {trans.__('Delete…')}
                    </LinkButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
