import React from 'react';
import { plainly, type IDiffLine } from '../../textdiff';

/** A unified diff. */
export function Diff(props: {
  lines: ReadonlyArray<IDiffLine>;
  /** Says what is compared. */
  label: string;
}): React.JSX.Element {
  return (
    <pre
      className="jp-Kserve-Code jp-Kserve-Diff"
      tabIndex={0}
      role="region"
      aria-label={props.label}
    >
      {props.lines.map(({ kind, text }, index) => (
        <span key={index} data-kind={kind}>
          {`${kind === '@' ? ' ' : kind} ${plainly(text)}\n`}
        </span>
      ))}
    </pre>
  );
}
