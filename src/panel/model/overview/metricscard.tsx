import React from 'react';
import { CommandIDs } from '../../../commandids';
import { usePanel } from '../../shell/context';
import { LinkButton } from '../../components/button';
import { Table } from '../../components/table';
import { Spark } from './chart';
import { EditableCard } from '../editing/editablecard';
import {
  formatChange,
  formatNumber,
  metricsOf,
  seriesOf
} from '../../../cards/metrics';
import { useModelPage } from '../pagecontext';

/** The metrics of the version beside those of the one before it. */
export function MetricsCard(): React.JSX.Element {
  const { commands, trans } = usePanel();
  const { model, shown } = useModelPage();
  const version = shown.record.version ?? '';
  const metrics = metricsOf(shown.card);
  const at = model.versions.indexOf(shown);
  const before = model.versions[at + 1];
  const earlier = metricsOf(before?.card ?? null);
  return (
    <EditableCard
      title={trans.__('Metrics')}
      field="metrics"
      note={
        before &&
        trans.__('%1 compared with %2', version, before.record.version ?? '')
      }
      controls={
        before && (
          <LinkButton
            onClick={() =>
              void commands.execute(CommandIDs.compareVersions, {
                name: model.name,
                version
              })
            }
          >
            {trans.__('Compare versions')}
          </LinkButton>
        )
      }
    >
      {metrics.size === 0 ? (
        <p className="jp-mod-muted">
          {trans.__('No metrics are recorded for this version.')}
        </p>
      ) : (
        <Table
          columns={[
            trans.__('Metric'),
            { title: <bdi>{version}</bdi>, number: true },
            { title: trans.__('Change'), number: true },
            trans.__('Trend')
          ]}
        >
          <tbody>
            {[...metrics].map(([name, value]) => {
              const was = earlier.get(name);
              return (
                <tr key={name}>
                  <th scope="row" title={name} dir="auto">
                    {name}
                  </th>
                  <td className="jp-mod-number">
                    <strong>{formatNumber(value)}</strong>
                  </td>
                  <td className="jp-mod-number">
                    {was === undefined ? (
                      <span className="jp-mod-muted">
                        {before ? trans.__('new') : trans.__('first version')}
                      </span>
                    ) : (
                      formatChange(was, value)
                    )}
                  </td>
                  <td>
                    <Spark
                      series={seriesOf(name, model.versions)}
                      version={version}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      )}
    </EditableCard>
  );
}
