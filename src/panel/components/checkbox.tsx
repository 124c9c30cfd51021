import React from 'react';

/** A checkbox with its label. */
export function Checkbox(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <label className="jp-Kserve-Labelled">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={event => props.onChange(event.target.checked)}
      />
      {props.children}
    </label>
  );
}
