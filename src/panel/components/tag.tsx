import React from 'react';
import { phaseIcons } from '../icons';

/** A property of an entry in a word or two. */
export function Tag(props: {
  /** `dashed` for what lacks something, `failed` for what is broken. */
  look?: 'plain' | 'dashed' | 'failed';
  title?: string;
  children: React.ReactNode;
}): React.JSX.Element {
  const { look = 'plain' } = props;
  const Icon = phaseIcons.failed;
  return (
    <span className="jp-Kserve-Tag" data-look={look} title={props.title}>
      {look === 'failed' && (
        <Icon.react tag="span" className="jp-Kserve-Icon" aria-hidden="true" />
      )}
      <span className="jp-Kserve-clip" dir="auto">
        {props.children}
      </span>
    </span>
  );
}
