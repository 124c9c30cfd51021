import React from 'react';

/** A choice of two or three. */
export function Choice<T extends string>(props: {
  label: string;
  /** Each with its value, its label, and what there is to say beside the label. */
  options: ReadonlyArray<readonly [T, string, title?: string]>;
  /** Of an option, or another: then none is pressed. */
  value: T;
  onChange: (value: T) => void;
}): React.JSX.Element {
  return (
    <div className="jp-Kserve-Choice" role="group" aria-label={props.label}>
      {props.options.map(([value, label, title]) => (
        <button
          key={value}
          type="button"
          aria-pressed={props.value === value}
          title={title}
          onClick={() => props.onChange(value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
