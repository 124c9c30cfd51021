import React from 'react';
import type { IProblem } from '../../tokens';
import { phaseIcons } from '../icons';

/** A banner: what is wrong, and what to do. */
export function Note(props: {
  phase: 'warn' | 'failed' | 'ready' | 'unknown';
  title: string;
  children?: React.ReactNode;
  /** Failures of something the user started are announced at once. */
  urgent?: boolean;
}): React.JSX.Element {
  const icon = phaseIcons[props.phase];
  return (
    <div
      className="jp-Kserve-Note"
      data-phase={props.phase}
      role={props.urgent ? 'alert' : 'status'}
    >
      <icon.react tag="span" className="jp-Kserve-Icon" aria-hidden="true" />
      <div>
        <strong>{props.title}</strong>
        {props.children}
      </div>
    </div>
  );
}

/** The words of a problem: what happened in the title, then what to do. */
export function ProblemNote(props: {
  problem: IProblem;
  phase?: 'warn' | 'failed';
  urgent?: boolean;
  children?: React.ReactNode;
}): React.JSX.Element {
  return (
    <Note
      phase={props.phase ?? 'failed'}
      title={props.problem.message}
      urgent={props.urgent}
    >
      {props.problem.hint && <p>{props.problem.hint}</p>}
      {props.children}
    </Note>
  );
}
