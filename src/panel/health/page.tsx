import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard, MainAreaWidget } from '@jupyterlab/apputils';
import React, { useEffect, useId, useState } from 'react';
import '../../../style/health.css';
import {
  IHealth,
  type FindingState,
  type IFinding,
  type IGroupFindings,
  type Phase
} from '../../tokens';
import { usePanel, type IPanelContext } from '../shell/context';
import { formatAge } from '../../formatting';
import { healthIcon } from '../icons';
import { PageContent } from '../shell/page';
import { Choice } from '../components/choice';
import { Button } from '../components/button';
import { StateLabel } from '../components/statelabel';
import { useChanged } from '../hooks/useChanged';
import { useNow } from '../hooks/useNow';
import {
  countStates,
  evidenceOf,
  reportOf,
  stateWord
} from '../../health/report';

const PHASES: Record<FindingState, Phase> = {
  ok: 'ready',
  warning: 'warn',
  problem: 'failed',
  unknown: 'unknown'
};

/** The worst of the states, and how many findings have it. */
function GroupState(props: { group: IGroupFindings }): React.JSX.Element {
  const { trans } = usePanel();
  const { running, findings } = props.group;
  if (running) {
    return <StateLabel phase="starting">{trans.__('checking…')}</StateLabel>;
  }
  const { problem, warning, ok, unknown } = countStates([props.group]);
  if (problem > 0) {
    return (
      <StateLabel phase="failed">
        {trans._n('%1 problem', '%1 problems', problem, problem)}
      </StateLabel>
    );
  }
  if (warning > 0) {
    return (
      <StateLabel phase="warn">
        {trans._n('%1 warning', '%1 warnings', warning, warning)}
      </StateLabel>
    );
  }
  return unknown === findings.length ? (
    <StateLabel phase="unknown">{trans.__('not checked')}</StateLabel>
  ) : (
    <StateLabel phase="ready">{trans.__('%1 passed', ok)}</StateLabel>
  );
}

/** What one check found, what it was told from, and what mends it. */
function Finding(props: { finding: IFinding }): React.JSX.Element {
  const { commands, trans } = usePanel();
  const { state, message, grant, remedy } = props.finding;
  const evidence = evidenceOf(props.finding);
  return (
    <li className="jp-Kserve-Finding" data-state={state}>
      <StateLabel phase={PHASES[state]} title={stateWord(state, trans)}>
        <span className="jp-Kserve-hidden">{stateWord(state, trans)}</span>
      </StateLabel>
      <div>
        <p dir="auto">{message}</p>
        {evidence && (
          <p className="jp-mod-muted" dir="auto">
            {evidence}
          </p>
        )}
        {grant && (
          <details>
            <summary>
              {trans.__('Permissions to request from a cluster administrator')}
            </summary>
            <pre className="jp-Kserve-Code" tabIndex={0}>
              {grant}
            </pre>
            <Button onClick={() => Clipboard.copyToSystem(grant)}>
              {trans.__('Copy YAML')}
            </Button>
          </details>
        )}
      </div>
      {remedy && commands.hasCommand(remedy.command) && (
        <Button
          aria-label={`${remedy.label}: ${message}`}
          onClick={() => void commands.execute(remedy.command, remedy.args)}
        >
          {remedy.label}
        </Button>
      )}
    </li>
  );
}

function Group(props: {
  group: IGroupFindings;
  problemsOnly: boolean;
}): React.JSX.Element | null {
  const id = useId();
  const { group, problemsOnly } = props;
  const shown = problemsOnly
    ? group.findings.filter(({ state }) =>
        ['problem', 'warning'].includes(state)
      )
    : group.findings;
  if (problemsOnly && shown.length === 0) {
    return null;
  }
  return (
    <section className="jp-Kserve-Card" aria-labelledby={id}>
      <div className="jp-Kserve-Card-head">
        <h3 id={id}>{group.title}</h3>
        <GroupState group={group} />
      </div>
      <ul aria-busy={group.running}>
        {shown.map((finding, index) => (
          <Finding key={index} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

/** How many of each state. */
function Summary(props: { health: IHealth }): React.JSX.Element {
  const { server, trans } = usePanel();
  const { groups, checked } = props.health;
  const now = useNow();
  const { problem, warning, ok, unknown } = countStates(groups);
  const running = groups.some(group => group.running);
  const namespace = server.status?.kubernetes.namespace;
  return (
    <p className="jp-Kserve-Facts-line" role="status">
      {problem > 0 && (
        <StateLabel phase="failed">
          {trans._n('%1 problem', '%1 problems', problem, problem)}
        </StateLabel>
      )}
      {warning > 0 && (
        <StateLabel phase="warn">
          {trans._n('%1 warning', '%1 warnings', warning, warning)}
        </StateLabel>
      )}
      {ok > 0 && (
        <StateLabel phase="ready">{trans.__('%1 passed', ok)}</StateLabel>
      )}
      {unknown > 0 && (
        <StateLabel phase="unknown">
          {trans.__('%1 not checked', unknown)}
        </StateLabel>
      )}
      {running && (
        <StateLabel phase="starting">{trans.__('Checking…')}</StateLabel>
      )}
      {checked !== null && !running && (
        <span className="jp-mod-muted">
          {trans.__(
            'Checked: %1',
            formatAge(new Date(checked).toISOString(), trans, now)
          )}
        </span>
      )}
      {namespace && (
        <span className="jp-mod-muted">
          {trans.__('Namespace: %1', namespace)}
        </span>
      )}
    </p>
  );
}

function HealthPage(props: { health: IHealth }): React.JSX.Element {
  const { health } = props;
  const { trans } = usePanel();
  const [problemsOnly, setProblemsOnly] = useState(false);
  useChanged(health.changed);
  useEffect(() => {
    void health.check();
  }, [health]);
  const running = health.groups.some(group => group.running);
  const counts = countStates(health.groups);
  return (
    <div className="jp-Kserve-Page jp-Kserve-Health">
      <header>
        <h2>{trans.__('Health')}</h2>
        <div className="jp-Kserve-Actions">
          <Choice
            label={trans.__('Show')}
            options={[
              ['all', trans.__('All')],
              ['problems', trans.__('Problems')]
            ]}
            value={problemsOnly ? 'problems' : 'all'}
            onChange={value => setProblemsOnly(value === 'problems')}
          />
          <Button
            onClick={() =>
              Clipboard.copyToSystem(reportOf(health.groups, trans))
            }
          >
            {trans.__('Copy report')}
          </Button>
          <Button accept disabled={running} onClick={() => void health.check()}>
            {trans.__('Check again')}
          </Button>
        </div>
      </header>
      <Summary health={health} />
      {problemsOnly && !running && counts.problem + counts.warning === 0 && (
        <p className="jp-Kserve-Empty">{trans.__('No problems found.')}</p>
      )}
      <div className="jp-Kserve-Health-groups">
        {health.groups.map(group => (
          <Group key={group.id} group={group} problemsOnly={problemsOnly} />
        ))}
      </div>
    </div>
  );
}

/** The page that says whether everything is there and works. */
export async function createHealthPage(
  app: JupyterFrontEnd,
  context: IPanelContext
): Promise<MainAreaWidget> {
  const health = await app.resolveRequiredService(IHealth);
  const widget = new MainAreaWidget({
    content: new PageContent(context, <HealthPage health={health} />)
  });
  widget.id = 'jp-kserve-health';
  widget.title.label = context.trans.__('Health');
  widget.title.icon = healthIcon;
  widget.title.closable = true;
  return widget;
}
