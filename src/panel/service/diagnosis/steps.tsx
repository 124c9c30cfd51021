import React from 'react';
import type { IStep, Phase } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { formatTime } from '../../../formatting';
import { phaseIcons } from '../../icons';
import { useServicePage } from '../pagecontext';

const phases: Record<IStep['state'], Phase> = {
  done: 'ready',
  running: 'starting',
  failed: 'failed',
  waiting: 'stopped'
};

/** How far a start has come. */
export function Steps(): React.JSX.Element {
  const { trans } = usePanel();
  const { details } = useServicePage();
  const words: Record<IStep['state'], string> = {
    done: trans.__('done'),
    running: trans.__('now'),
    failed: trans.__('failed'),
    waiting: trans.__('waiting')
  };
  return (
    <ol className="jp-Kserve-Steps" aria-label={trans.__('Startup progress')}>
      {details.steps.map(({ id, state, label, detail, at }) => {
        const Icon = phaseIcons[phases[state]];
        return (
          <li key={id} data-state={state} data-phase={phases[state]}>
            <Icon.react
              tag="span"
              className="jp-Kserve-Icon"
              aria-hidden="true"
            />
            <strong>{label}</strong>
            <span className="jp-Kserve-Hint" title={formatTime(at)}>
              {[at ? new Date(at).toLocaleTimeString() : words[state], detail]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
