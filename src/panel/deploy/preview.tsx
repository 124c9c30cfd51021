import { Clipboard } from '@jupyterlab/apputils';
import React, { useMemo, useState } from 'react';
import { stringify } from 'yaml';
import { usePanel } from '../shell/context';
import { Diff } from '../components/diff';
import { countChanges, diffLines, plainly } from '../../textdiff';
import { Tabs } from '../components/tabs';
import { Preflight } from './preflight';
import type { IDeployProps } from './field';
import { SaveFiles } from './savefiles';
import { DryRunResult } from './dryrun';
import { YamlEditor } from './yamleditor';
import { Button } from '../components/button';

/** An object as lines in an order that does not depend on who wrote it. */
function linesOf(object: object): string {
  return stringify(object, { sortMapEntries: true, lineWidth: 0 });
}

/** The text, in an editor where the application has one. */
function Yaml(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const { editors } = usePanel();
  const { text } = form.draft;
  return editors ? (
    <YamlEditor {...props} editors={editors} />
  ) : (
    <pre
      className="jp-Kserve-Code"
      tabIndex={0}
      role="region"
      aria-label={trans.__('YAML of the deployment')}
    >
      {plainly(text)}
    </pre>
  );
}

/** What would be applied, what of it is new, and what the server says. */
export function Preview(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const { dryRun } = form.check;
  const { serviceName } = form.draft.values;
  // The last answer may be about another service.
  const live =
    dryRun?.live?.metadata?.name === serviceName ? dryRun.live : null;
  const result = dryRun?.result ?? null;
  const lines = useMemo(
    () => (live && result ? diffLines(linesOf(live), linesOf(result)) : []),
    [live, result]
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const yaml = {
    id: 'yaml',
    label: trans.__('YAML'),
    render: () => <Yaml {...props} />
  };
  const diff = {
    id: 'diff',
    label: trans.__('Diff'),
    note: String(countChanges(lines)),
    render: () =>
      lines.length > 0 ? (
        <Diff
          lines={lines}
          label={trans.__('Diff against the current service')}
        />
      ) : (
        <p className="jp-Kserve-Hint">{trans.__('No changes.')}</p>
      )
  };
  const tabs = live && result ? [diff, yaml] : [yaml];
  return (
    <div className="jp-Kserve-Deploy-preview">
      <div className="jp-Kserve-Deploy-text">
        <Tabs
          label={trans.__('Preview of the deployment')}
          tabs={tabs}
          selected={chosen ?? tabs[0].id}
          onSelect={setChosen}
        />
        <div className="jp-Kserve-Deploy-tools">
          <Button onClick={() => Clipboard.copyToSystem(form.draft.text)}>
            {trans.__('Copy YAML')}
          </Button>
          <Button aria-expanded={saving} onClick={() => setSaving(!saving)}>
            {trans.__('Save as files…')}
          </Button>
        </div>
      </div>
      {saving && <SaveFiles {...props} onSaved={() => setSaving(false)} />}
      <DryRunResult {...props} />
      <Preflight {...props} />
    </div>
  );
}
