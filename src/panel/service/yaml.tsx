import React, { useMemo, useRef, useState } from 'react';
import { CommandIDs } from '../../commandids';
import type { IKubernetesDetails } from '../../tokens';
import { serviceArgs } from '../resolvetargets';
import { usePanel } from '../shell/context';
import { Checkbox } from '../components/checkbox';
import { Diff } from '../components/diff';
import { diffLines, plainly } from '../../textdiff';
import { CopyButton } from '../components/card';
import { yamlText } from '../../operations/changeform';
import { Choice } from '../components/choice';
import { useServicePage } from './pagecontext';
import { LinkButton } from '../components/button';
import { useAccess } from './useOperations';

/** The service as the cluster holds it, live, and what has changed since. */
export function Yaml(): React.JSX.Element | null {
  const { kubernetes } = useServicePage().details;
  return kubernetes ? <Manifest {...kubernetes} /> : null;
}

function Manifest(props: IKubernetesDetails): React.JSX.Element {
  const { commands, trans } = usePanel();
  const { capabilities, operations, service } = useServicePage();
  const access = useAccess(operations, 'change');
  const { object, applied, managers } = props;
  const [which, setWhich] = useState<'whole' | 'changes' | 'others'>('whole');
  const [status, setStatus] = useState(false);
  const opened = useRef(object);
  const [since, setSince] = useState(() => new Date());
  const text = useMemo(() => yamlText(object, status), [object, status]);
  const ours = which === 'others';
  const lines = useMemo(
    () =>
      diffLines(
        yamlText((ours && applied) || opened.current, status, ours),
        yamlText(object, status, ours)
      ),
    [object, ours, status, since]
  );
  return (
    <>
      <div className="jp-Kserve-Toolrow">
        <Choice
          label={trans.__('YAML view')}
          options={[
            ['whole', trans.__('Live')],
            ['changes', trans.__('Changes')],
            ['others', trans.__('Set by others')]
          ]}
          value={which}
          onChange={setWhich}
        />
        <Checkbox checked={status} onChange={setStatus}>
          {trans.__('Show status')}
        </Checkbox>
        {which === 'changes' && (
          <>
            <span className="jp-mod-muted">
              {trans.__('since %1', since.toLocaleTimeString())}
            </span>
            <LinkButton
              onClick={() => {
                opened.current = object;
                setSince(new Date());
              }}
            >
              {trans.__('Reset comparison')}
            </LinkButton>
          </>
        )}
        <span className="jp-Kserve-Toolrow-end">
          {service.model && capabilities.has('deploy') && (
            <LinkButton
              disabled={!access.usable}
              title={access.reason || undefined}
              onClick={() =>
                void commands.execute(
                  CommandIDs.editService,
                  serviceArgs(service)
                )
              }
            >
              {trans.__('Edit…')}
            </LinkButton>
          )}
          <CopyButton text={text} label={trans.__('Copy YAML')} />
        </span>
      </div>
      {which === 'whole' ? (
        <pre
          className="jp-Kserve-Code"
          tabIndex={0}
          role="region"
          aria-label={trans.__('YAML of the service')}
        >
          {plainly(text)}
        </pre>
      ) : ours && !applied ? (
        <p className="jp-Kserve-Empty" role="status">
          {trans.__(
            'No fields of this service were set with this extension. It was created with another tool, for example %1.',
            managers[0] ?? 'kubectl'
          )}
        </p>
      ) : lines.length === 0 ? (
        <p className="jp-Kserve-Empty" role="status">
          {trans.__('No changes.')}
        </p>
      ) : (
        <Diff
          lines={lines}
          label={
            ours
              ? trans.__('Changes by others and the cluster')
              : trans.__('Changes')
          }
        />
      )}
    </>
  );
}
