import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useState } from 'react';
import type { IContainerUse, IProblem, IUse } from '../../tokens';
import { usePanel } from '../shell/context';
import { formatSize } from '../../formatting';
import { Card } from '../components/card';
import { ProblemNote } from '../components/note';
import { problemOf } from '../../tokens';
import { Table } from '../components/table';
import { useVisible } from '../shell/useVisible';
import { useServicePage } from './pagecontext';

/** Metrics servers measure about four times a minute. */
const EVERY_MS = 15_000;

/** What containers use; null where the cluster does not measure it. */
type Usage = { found: IContainerUse[] | null } | { problem: IProblem };

/** What the containers use, asked for again and again while the page can be seen. */
function useUsage(): Usage | undefined {
  const { trans } = usePanel();
  const { service, operations } = useServicePage();
  const [usage, setUsage] = useState<Usage>();
  const seen = useVisible();
  useEffect(() => {
    let current = seen;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () =>
      operations
        .usage?.(service.name)
        .then(
          found => ({ found }),
          (error: unknown) => ({ problem: problemOf(error, trans) })
        )
        .then(news => {
          if (!current) {
            return;
          }
          setUsage(news);
          // A cluster that does not measure will not begin to, nor a right appear.
          if ('found' in news && news.found) {
            timer = setTimeout(() => void ask(), EVERY_MS);
          }
        });
    if (seen) {
      void ask();
    }
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [operations, service.name, seen]);
  return usage;
}

/** Cores as one says them. */
function formatCores(cores: number): string {
  return cores.toLocaleString(undefined, { maximumSignificantDigits: 3 });
}

/** What is used, of what: a bar and numbers. */
function Use(props: {
  use: IUse;
  format: (amount: number) => string;
  label: string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { use, format, label, trans } = props;
  const { used, request, limit } = use;
  const most = limit ?? request;
  const words = [
    format(used),
    request !== null && trans.__('request %1', format(request)),
    limit !== null ? trans.__('limit %1', format(limit)) : trans.__('no limit')
  ];
  return (
    <>
      {most !== null && (
        <meter
          className="jp-Kserve-Meter"
          aria-label={label}
          min={0}
          max={most}
          high={most * 0.9}
          optimum={0}
          value={used}
        />
      )}{' '}
      {words.filter(Boolean).join(' · ')}
    </>
  );
}

/** CPU and memory of the containers, where the cluster measures them. */
export function UsageCard(): React.JSX.Element | null {
  const { trans } = usePanel();
  const { details } = useServicePage();
  const usage = useUsage();
  if (usage === undefined || details.kubernetes?.pods.length === 0) {
    return null;
  }
  return (
    <Card title={trans.__('CPU and memory')}>
      {'problem' in usage ? (
        <ProblemNote problem={usage.problem} phase="warn" />
      ) : usage.found === null ? (
        <p className="jp-mod-muted">
          {trans.__('This cluster does not provide pod metrics.')}
        </p>
      ) : usage.found.length === 0 ? (
        <p className="jp-mod-muted">
          {trans.__('No metrics yet. They are available after about a minute.')}
        </p>
      ) : (
        <Table
          columns={[
            trans.__('Pod'),
            trans.__('Container'),
            trans.__('CPU, cores'),
            trans.__('Memory')
          ]}
        >
          <tbody>
            {usage.found.map(({ instance, container, cpu, memory }) => (
              <tr key={`${instance}/${container}`}>
                <th scope="row">
                  <code>{instance}</code>
                </th>
                <td>{container}</td>
                <td>
                  <Use
                    use={cpu}
                    format={formatCores}
                    label={trans.__('CPU of %1', container)}
                    trans={trans}
                  />
                </td>
                <td>
                  <Use
                    use={memory}
                    format={formatSize}
                    label={trans.__('Memory of %1', container)}
                    trans={trans}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
