import React, { useId, useRef } from 'react';

/** One tab of a page. */
export interface ITab {
  id: string;
  label: string;
  /** A few words or a count behind the label. */
  note?: string;
  /** Draws what it shows; called for the selected tab only. */
  render: () => React.JSX.Element;
}

/** The key moves to this tab, counted from 0; undefined for other keys. */
function tabFor(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return (index + count - 1) % count;
    case 'ArrowRight':
      return (index + 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** The parts of a page, one of them in sight. Left and Right change it at once. */
export function Tabs(props: {
  /** Says what the tabs are of. */
  label: string;
  tabs: ReadonlyArray<ITab>;
  /** The id of the tab in sight. */
  selected: string;
  onSelect: (id: string) => void;
}): React.JSX.Element {
  const { label, tabs, selected, onSelect } = props;
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const index = Math.max(
    0,
    tabs.findIndex(tab => tab.id === selected)
  );
  const shown = tabs[index];
  return (
    <>
      <div
        className="jp-Kserve-Tabs"
        role="tablist"
        aria-label={label}
        ref={list}
        onKeyDown={event => {
          const next = tabFor(event.key, index, tabs.length);
          if (next !== undefined) {
            event.preventDefault();
            onSelect(tabs[next].id);
            list.current
              ?.querySelectorAll<HTMLElement>('[role="tab"]')
              [next]?.focus();
          }
        }}
      >
        {tabs.map(tab => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${prefix}${tab.id}`}
            aria-selected={tab === shown}
            aria-controls={tab === shown ? `${prefix}panel` : undefined}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => onSelect(tab.id)}
          >
            {tab.label}
            {tab.note && <span className="jp-mod-muted">{tab.note}</span>}
          </button>
        ))}
      </div>
      <div
        className="jp-Kserve-TabPanel"
        role="tabpanel"
        id={`${prefix}panel`}
        aria-labelledby={`${prefix}${shown.id}`}
      >
        {shown.render()}
      </div>
    </>
  );
}
