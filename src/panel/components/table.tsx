import React from 'react';

/** A column's head; `number` for what stands at the right. */
export interface IColumn {
  title: React.ReactNode;
  number?: boolean;
}

/** A table that scrolls sideways where it is wider than the page. */
export function Table(props: {
  columns: ReadonlyArray<string | IColumn>;
  className?: string;
  /** Its `tbody`, or several. */
  children: React.ReactNode;
}): React.JSX.Element {
  const classes = ['jp-Kserve-Table', props.className];
  return (
    <div className="jp-Kserve-Table-frame">
      <table className={classes.filter(Boolean).join(' ')}>
        <thead>
          <tr>
            {props.columns
              .map(column =>
                typeof column === 'string' ? { title: column } : column
              )
              .map(({ title, number }: IColumn, index) => (
                <th
                  key={index}
                  scope="col"
                  className={number ? 'jp-mod-number' : undefined}
                >
                  {title}
                </th>
              ))}
          </tr>
        </thead>
        {props.children}
      </table>
    </div>
  );
}
