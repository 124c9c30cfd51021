import React from 'react';

/** A page that has nothing to show: yet, or because of what a note in it says. */
export function EmptyPage(props: {
  /** What the page is about. */
  name: string;
  /** What is waited for while there is no note. */
  waiting: string;
  /** The note. */
  children?: React.ReactNode;
}): React.JSX.Element {
  const { name, waiting, children } = props;
  return (
    <div className="jp-Kserve-Page">
      <h2 className="jp-Kserve-clip" title={name} dir="auto">
        {name}
      </h2>
      {children || (
        <p className="jp-Kserve-Empty" role="status">
          {waiting}
        </p>
      )}
    </div>
  );
}
