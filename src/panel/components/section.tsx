import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import React, { useId } from 'react';

/** A collapsible part of the sidebar. */
export const Section = React.forwardRef(function Section(
  props: {
    title: string;
    /** Names the part for styles and tests. */
    name: string;
    count?: string;
    note?: string;
    /** What stands in the head beside the title and can be used. */
    controls?: React.ReactNode;
    open: boolean;
    onToggle: () => void;
    children: React.ReactNode;
  } & Pick<
    React.HTMLAttributes<HTMLElement>,
    'onDragOver' | 'onDragLeave' | 'onDrop'
  >,
  ref: React.Ref<HTMLElement>
) {
  const {
    title,
    name,
    count,
    note,
    controls,
    open,
    onToggle,
    children,
    ...drop
  } = props;
  const id = useId();
  const Caret = open ? caretDownIcon : caretRightIcon;
  return (
    <section
      className="jp-Kserve-Section"
      data-section={name}
      aria-labelledby={id}
      ref={ref}
      {...drop}
    >
      <div className="jp-Kserve-Section-head">
        <h3>
          <button type="button" aria-expanded={open} onClick={onToggle}>
            <Caret.react
              tag="span"
              className="jp-Kserve-Icon"
              aria-hidden="true"
            />
            <span id={id} className="jp-Kserve-clip" dir="auto">
              {title}
            </span>
            {count !== undefined && (
              <span className="jp-Kserve-Section-count">{count}</span>
            )}
            {note && (
              <span className="jp-Kserve-Section-note" title={note} dir="auto">
                {note}
              </span>
            )}
          </button>
        </h3>
        {open && controls}
      </div>
      {open && children}
    </section>
  );
});
