import React from 'react';
import { keyOf, type IVersionDetails } from '../../../tokens';
import { UNVERSIONED } from '../../../notebook/modelcode';
import { usePanel } from '../../shell/context';
import { formatAge, formatSize, formatTime } from '../../../formatting';
import { frameworkName } from '../../../modelformats';
import { LinkButton, MoreButton } from '../../components/button';
import { StateLabel } from '../../components/statelabel';
import { Tag } from '../../components/tag';
import { formatNumber, metricsOf } from '../../../cards/metrics';
import { useModelPage } from '../pagecontext';

/** A row of the table of versions. */
export function VersionRow(props: {
  details: IVersionDetails;
  newest: boolean;
  /** Those that have a column. */
  metrics: ReadonlyArray<string>;
  now: number;
  /** Tab reaches it. */
  stop: boolean;
}): React.JSX.Element {
  const { server, trans } = usePanel();
  const { view, model, shown, services } = useModelPage();
  const { details, newest, now } = props;
  const { record, card } = details;
  const version = record.version ?? '';
  const metrics = metricsOf(card);
  const picked = view.state.picked.includes(version);
  const serving = services.filter(entry => entry.model?.version === version);
  const unversioned = version === UNVERSIONED;
  return (
    <tr
      className={[
        'jp-Kserve-Version',
        record.state === 'ok' && details.uri !== null && 'jp-mod-servable',
        record.layout !== 'versions' && 'jp-mod-legacy',
        record.state === 'broken' && 'jp-mod-broken'
      ]
        .filter(Boolean)
        .join(' ')}
      data-kserve-model={model.name}
      data-kserve-version={version}
      tabIndex={props.stop ? 0 : -1}
      aria-selected={picked}
      aria-current={details === shown ? 'true' : undefined}
      onDoubleClick={() => view.show({ version, tab: 'overview' })}
    >
      <td>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={picked}
          aria-label={trans.__('Select %1', version)}
          onChange={() => view.pick(version)}
        />
      </td>
      <th scope="row">
        <LinkButton
          tabIndex={-1}
          title={trans.__('Show %1', version)}
          onClick={() => view.show({ version, tab: 'overview' })}
        >
          <bdi>{unversioned ? trans.__('no version') : version}</bdi>
        </LinkButton>
        {newest && <Tag>{trans.__('newest')}</Tag>}
        {Object.entries(model.aliases)
          .filter(([, on]) => on === version)
          .map(([tag]) => (
            <Tag key={tag} title={tag}>
              {tag}
            </Tag>
          ))}
        {record.state === 'broken' && (
          <Tag look="failed" title={record.problem?.message}>
            {trans.__('Broken')}
          </Tag>
        )}
        {record.state === 'ok' && !card && (
          <Tag look="dashed">{trans.__('No card')}</Tag>
        )}
      </th>
      <td title={formatTime(record.created)}>
        {formatAge(record.created, trans, now) || (
          <span className="jp-mod-muted">{trans.__('not recorded')}</span>
        )}
      </td>
      <td className="jp-mod-number">{formatSize(record.size)}</td>
      {props.metrics.map(name => (
        <td key={name} className="jp-mod-number">
          {metrics.has(name) ? (
            formatNumber(metrics.get(name)!)
          ) : (
            <span className="jp-mod-muted">{trans.__('not recorded')}</span>
          )}
        </td>
      ))}
      <td>
        {[
          frameworkName(record.framework, server.status?.formats),
          record.framework?.version
        ]
          .filter(Boolean)
          .join(' ') || (
          <span className="jp-mod-muted">{trans.__('not recorded')}</span>
        )}
      </td>
      <td>
        {serving.length === 0 ? (
          <span className="jp-mod-muted">{trans.__('Not deployed')}</span>
        ) : (
          serving.map(service => (
            <StateLabel
              key={keyOf(service)}
              phase={service.status.phase}
              title={service.status.label}
            >
              {service.name}
            </StateLabel>
          ))
        )}
      </td>
      <td>
        <MoreButton name={version} />
      </td>
    </tr>
  );
}
