import { closeIcon, searchIcon } from '@jupyterlab/ui-components';
import React from 'react';
import { usePanel } from '../shell/context';
import { IconButton } from '../components/button';

/** The field that narrows the lists as one types. */
export function Filter(props: {
  value: string;
  onChange: (value: string) => void;
  /** Go on to the first of what was found. */
  onLeave: () => void;
  input: React.RefObject<HTMLInputElement>;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { value, onChange, onLeave, input } = props;
  const label = trans.__('Filter models, deployments and files');
  return (
    <div className="jp-Kserve-Filter" role="search">
      <searchIcon.react
        tag="span"
        className="jp-Kserve-Icon"
        aria-hidden="true"
      />
      <input
        ref={input}
        type="search"
        dir="auto"
        value={value}
        placeholder={label}
        aria-label={label}
        title={trans.__(
          'Filter by name, framework, tag or metadata. Press / to focus, Down for the first match, Escape to clear.'
        )}
        spellCheck={false}
        onChange={event => onChange(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            onChange('');
          } else if (event.key === 'ArrowDown') {
            onLeave();
          } else {
            return;
          }
          event.preventDefault();
        }}
      />
      {value && (
        <IconButton
          icon={closeIcon}
          label={trans.__('Clear filter')}
          onClick={() => {
            onChange('');
            input.current?.focus();
          }}
        />
      )}
    </div>
  );
}
