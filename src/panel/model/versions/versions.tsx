import React, { useEffect, useRef, useState } from 'react';
import { CommandIDs } from '../../../commandids';
import type { IVersionDetails } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { openContextMenu } from '../../shell/contextmenu';
import { Button } from '../../components/button';
import { useNow } from '../../hooks/useNow';
import { Card } from '../../components/card';
import { Comparison } from './comparison';
import { deleteVersions } from './deletion';
import { metricsOf } from '../../../cards/metrics';
import { Aliases } from '../aliases';
import { useModelPage } from '../pagecontext';
import { VersionRow } from './versionrow';

/** So many metrics have a column of their own. */
const MAX_METRICS = 2;

/** The metrics that most of the newest versions have. */
function shownMetrics(versions: ReadonlyArray<IVersionDetails>): string[] {
  const names = new Set<string>();
  for (const { card } of versions) {
    for (const name of Object.keys(card?.metrics ?? {})) {
      names.add(name);
    }
  }
  if (names.size === 0) {
    versions.forEach(({ card }) =>
      [...metricsOf(card).keys()].forEach(name => names.add(name))
    );
  }
  return [...names].slice(0, MAX_METRICS);
}

/** What can be done with the picked versions. */
function Picked(): React.JSX.Element {
  const panel = usePanel();
  const { commands, serving, trans } = panel;
  const { app, view, model } = useModelPage();
  const { picked } = view.state;
  const one = picked.length === 1 ? picked[0] : null;
  return (
    <div className="jp-Kserve-Actions" role="group">
      <span role="status">
        {picked.length === 0
          ? trans.__('Select two versions to compare.')
          : trans._n(
              '%1 version selected',
              '%1 versions selected',
              picked.length
            )}
      </span>
      {picked.length > 0 && (
        <Button small onClick={() => view.show({ picked: [] })}>
          {trans.__('Clear selection')}
        </Button>
      )}
      <span className="jp-Kserve-Card-controls">
        {serving.defaultTarget && (
          <Button
            small
            disabled={one === null}
            title={one === null ? trans.__('Select one version.') : undefined}
            onClick={() =>
              void commands.execute(CommandIDs.deployModel, {
                name: model.name,
                version: one
              })
            }
          >
            {trans.__('Deploy…')}
          </Button>
        )}
        <Button
          small
          disabled={picked.length === 0}
          title={
            picked.length === 0 ? trans.__('Select a version.') : undefined
          }
          onClick={() =>
            void deleteVersions({ ...panel, app }, model.name, [...picked])
          }
        >
          {trans.__('Delete…')}
        </Button>
      </span>
    </div>
  );
}

/** All versions: one tab stop, arrows between the rows, Space picks. */
function Table(): React.JSX.Element {
  const { trans } = usePanel();
  const { view, model, shown } = useModelPage();
  const { versions } = model;
  const now = useNow();
  const body = useRef<HTMLTableSectionElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const metrics = shownMetrics(versions);
  const at = versions.findIndex(entry => entry.record.version === focused);
  const stop = at >= 0 ? at : Math.max(0, versions.indexOf(shown));

  const onKeyDown = (event: React.KeyboardEvent) => {
    const rows = body.current!.rows;
    const row = (event.target as HTMLElement).closest('tr');
    const index = row ? [...rows].indexOf(row) : -1;
    if (!row || index < 0) {
      return;
    }
    const version = versions[index].record.version ?? '';
    const own = event.target === row;
    const steps: Record<string, number> = {
      ArrowDown: Math.min(index + 1, rows.length - 1),
      ArrowUp: Math.max(index - 1, 0),
      Home: 0,
      End: rows.length - 1
    };
    const to = steps[event.key];
    if (to !== undefined) {
      rows[to].focus();
      const next = versions[to].record.version ?? '';
      if (event.shiftKey && to !== index && event.key.startsWith('Arrow')) {
        const { picked } = view.state;
        view.show({ picked: [...new Set([...picked, version, next])] });
      }
    } else if (event.key === ' ' && own) {
      view.pick(version);
    } else if (event.key === 'Enter' && own) {
      view.show({ version, tab: 'overview' });
    } else if (event.key === 'Escape' && own) {
      view.show({ picked: [] });
    } else if (event.key === 'ArrowRight' && own) {
      row.querySelector<HTMLElement>('button[aria-haspopup]')?.focus();
    } else if (['ArrowLeft', 'Escape'].includes(event.key) && !own) {
      row.focus();
    } else if (event.key === 'ContextMenu') {
      openContextMenu(row);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div className="jp-Kserve-Table-frame">
      <table
        className="jp-Kserve-Table"
        role="grid"
        aria-label={trans.__('Versions of %1', model.name)}
        aria-multiselectable="true"
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col">
              <span className="jp-Kserve-hidden">{trans.__('Select')}</span>
            </th>
            <th scope="col">{trans.__('Version')}</th>
            <th scope="col">{trans.__('Saved')}</th>
            <th scope="col" className="jp-mod-number">
              {trans.__('Size')}
            </th>
            {metrics.map(name => (
              <th key={name} scope="col" className="jp-mod-number" dir="auto">
                <span className="jp-Kserve-clip" title={name}>
                  {name}
                </span>
              </th>
            ))}
            <th scope="col">{trans.__('Library')}</th>
            <th scope="col">{trans.__('Serving')}</th>
            <th scope="col">
              <span className="jp-Kserve-hidden">{trans.__('Actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody
          ref={body}
          onFocus={event =>
            setFocused(
              (event.target as HTMLElement).closest('tr')?.dataset
                .kserveVersion ?? null
            )
          }
        >
          {versions.map((details, index) => (
            <VersionRow
              key={details.record.version}
              details={details}
              newest={index === 0 && versions.length > 1}
              metrics={metrics}
              now={now}
              stop={index === stop}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The versions of the model, what is picked of them, and two compared. */
export function Versions(): React.JSX.Element {
  const { trans } = usePanel();
  const { view, model } = useModelPage();
  const { picked } = view.state;
  useEffect(() => {
    // What was deleted meanwhile is not picked any more.
    const there = picked.filter(version =>
      model.versions.some(entry => entry.record.version === version)
    );
    if (there.length !== picked.length) {
      view.show({ picked: there });
    }
  }, [model, picked]);
  const [one, other] = [...picked].sort(
    // The older one on the left.
    (first, second) => indexOf(second) - indexOf(first)
  );
  function indexOf(version: string): number {
    return model.versions.findIndex(entry => entry.record.version === version);
  }
  return (
    <div className="jp-Kserve-Column">
      <Card title={trans.__('Versions')}>
        <Picked />
        <Table />
      </Card>
      {picked.length === 2 && <Comparison one={one} other={other} />}
      <Aliases />
    </div>
  );
}
