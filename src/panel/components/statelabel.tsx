import React from 'react';
import type { Phase } from '../../tokens';
import { phaseIcons } from '../icons';

/** An icon and a word: never colour alone. */
export function StateLabel(props: {
  phase: Phase;
  title?: string;
  children: React.ReactNode;
}): React.JSX.Element {
  const icon = phaseIcons[props.phase];
  return (
    <span
      className="jp-Kserve-State"
      data-phase={props.phase}
      title={props.title}
    >
      <icon.react tag="span" className="jp-Kserve-Icon" aria-hidden="true" />
      <span>{props.children}</span>
    </span>
  );
}
