import React, { memo, useEffect, useId, useRef, useState } from 'react';
import { usePanel } from '../shell/context';
import { Facts, factsOf } from '../components/facts';
import { formatCount, formatSize } from '../../formatting';
import { frameworkName } from '../../modelformats';
import { formatName } from '../../cards/inspection';
import { LinkButton } from '../components/button';
import { StateLabel } from '../components/statelabel';
import { ConflictComparison } from './conflict';
import type { IPlanRow, ModelPlan, RowState } from '../../migration/plan';

/** So many lines are drawn at once; each has three fields. */
const PAGE = 200;

/** What a state says, and what can be done about it. */
function State(props: {
  plan: ModelPlan;
  row: IPlanRow;
  state: RowState;
  /** The differences are shown. */
  comparing: boolean;
  onCompare: () => void;
  onRename: () => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { plan, row, state } = props;
  const { id } = row.candidate;
  switch (state.kind) {
    case 'ready':
      return <span className="jp-mod-muted">{trans.__('Will be copied')}</span>;
    case 'left-out':
      return <StateLabel phase="stopped">{trans.__('Skipped')}</StateLabel>;
    case 'already':
      return (
        <StateLabel phase="ready">
          {trans.__('Already on the volume as %1', state.where)}
        </StateLabel>
      );
    case 'wrong':
      return (
        <StateLabel phase={state.field ? 'failed' : 'stopped'}>
          {state.why}
        </StateLabel>
      );
    default:
      return (
        <>
          <StateLabel phase="warn">
            {state.kind === 'conflict'
              ? trans.__(
                  'Conflict: %1 %2 already exists with different content',
                  row.name,
                  row.version
                )
              : trans.__(
                  'Conflict: %1 %2 is used twice',
                  row.name,
                  row.version
                )}
          </StateLabel>
          <span className="jp-Kserve-Actions">
            <LinkButton
              onClick={() =>
                plan.set(id, { version: state.free, picked: true })
              }
            >
              {trans.__('Use %1', state.free)}
            </LinkButton>
            {state.kind === 'conflict' && (
              <LinkButton
                aria-expanded={props.comparing}
                onClick={props.onCompare}
              >
                {trans.__('Compare')}
              </LinkButton>
            )}
            <LinkButton onClick={props.onRename}>
              {trans.__('Rename')}
            </LinkButton>
            {row.picked && (
              <LinkButton onClick={() => plan.set(id, { picked: false })}>
                {trans.__('Skip')}
              </LinkButton>
            )}
          </span>
        </>
      );
  }
}

/** The metadata that goes along, behind a fold. */
function Metadata(props: {
  metadata: IPlanRow['candidate']['metadata'];
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const facts = factsOf(props.metadata);
  if (facts.length === 0) {
    return null;
  }
  return (
    <details>
      <summary>{trans.__('Show metadata')}</summary>
      <Facts facts={facts} />
    </details>
  );
}

const PlanLine = memo(function PlanLine(props: {
  plan: ModelPlan;
  row: IPlanRow;
  /** As JSON: the line is drawn anew only when what it says changes. */
  said: string;
}): React.JSX.Element {
  const { server, trans } = usePanel();
  const { plan, row } = props;
  const [comparing, setComparing] = useState(false);
  const state = JSON.parse(props.said) as RowState;
  const { candidate, name, version, picked } = row;
  const { id, path, files } = candidate;
  const nameInput = useRef<HTMLInputElement>(null);
  const hint = useId();
  const can = plan.canPick(row);
  const framework = frameworkName(candidate.framework, server.status?.formats);
  const conflict = state.kind === 'conflict' || state.kind === 'twice';
  const field = (key: 'name' | 'version', label: string, value: string) => (
    <input
      ref={key === 'name' ? nameInput : undefined}
      className="jp-Kserve-Input"
      aria-label={label}
      aria-invalid={conflict || (state.kind === 'wrong' && state.field === key)}
      aria-describedby={hint}
      value={value}
      spellCheck={false}
      onChange={event => plan.set(id, { [key]: event.target.value })}
      // Escape gives the proposal back.
      onKeyDown={event => {
        const proposed = candidate.proposed[key];
        if (event.key === 'Escape' && value !== proposed) {
          event.stopPropagation();
          plan.set(id, { [key]: proposed });
        }
      }}
    />
  );
  return (
    <>
      <tr className={conflict ? 'jp-mod-conflict' : undefined}>
        <td>
          <input
            type="checkbox"
            aria-label={trans.__('Copy %1', path)}
            checked={picked && can}
            disabled={!can}
            onChange={event => plan.set(id, { picked: event.target.checked })}
          />
        </td>
        <th scope="row">
          <code dir="auto">{path}</code>
          <span className="jp-Kserve-Hint">
            {[
              framework || formatName(candidate.format, trans),
              files.length > 1 && trans._n('%1 file', '%1 files', files.length)
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <Metadata metadata={candidate.metadata} />
        </th>
        <td data-label={trans.__('Model')}>
          {can ? field('name', trans.__('Model for %1', path), name) : name}
        </td>
        <td data-label={trans.__('Version')}>
          {can
            ? field('version', trans.__('Version for %1', path), version)
            : version}
        </td>
        <td className="jp-mod-number" data-label={trans.__('Size')}>
          {formatSize(candidate.size)}
        </td>
        <td id={hint}>
          <State
            plan={plan}
            row={row}
            state={state}
            comparing={comparing}
            onCompare={() => setComparing(!comparing)}
            onRename={() => {
              nameInput.current?.focus();
              nameInput.current?.select();
            }}
          />
        </td>
      </tr>
      {comparing && state.kind === 'conflict' && (
        <tr>
          <td colSpan={6}>
            <ConflictComparison plan={plan} row={row} />
          </td>
        </tr>
      )}
    </>
  );
});

/** The plan as a table whose names and versions can be changed. */
export function PlanTable(props: { plan: ModelPlan }): React.JSX.Element {
  const { trans } = usePanel();
  const { plan } = props;
  const [count, setCount] = useState(PAGE);
  const all = useRef<HTMLInputElement>(null);
  const { rows } = plan;
  const able = rows.filter(row => plan.canPick(row));
  const picked = able.filter(row => row.picked).length;
  useEffect(() => {
    if (all.current) {
      all.current.indeterminate = picked > 0 && picked < able.length;
    }
  });
  return (
    <>
      <table className="jp-Kserve-PlanTable">
        <thead>
          <tr>
            <th scope="col">
              <input
                ref={all}
                type="checkbox"
                aria-label={trans.__('Copy all')}
                checked={able.length > 0 && picked === able.length}
                disabled={able.length === 0}
                onChange={event => plan.pickAll(event.target.checked)}
              />
            </th>
            <th scope="col">{trans.__('Current file')}</th>
            <th scope="col">{trans.__('Model')}</th>
            <th scope="col">{trans.__('Version')}</th>
            <th scope="col" className="jp-mod-number">
              {trans.__('Size')}
            </th>
            <th scope="col">{trans.__('State')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, count).map(row => (
            <PlanLine
              key={row.candidate.id}
              plan={plan}
              row={row}
              said={JSON.stringify(plan.stateOf(row))}
            />
          ))}
        </tbody>
      </table>
      {rows.length > count && (
        <LinkButton onClick={() => setCount(count + PAGE)}>
          {trans.__(
            'Show more (%1 of %2 shown)',
            formatCount(count),
            formatCount(rows.length)
          )}
        </LinkButton>
      )}
    </>
  );
}
