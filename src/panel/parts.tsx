import type { LabIcon } from '@jupyterlab/ui-components';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import React, { useId, useState } from 'react';
import type { IProblem, Phase } from '../tokens';
import { phaseIcons } from './icons';

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

/** A banner: what is wrong, and what to do. */
export function Note(props: {
  phase: 'warn' | 'failed' | 'ready';
  title: string;
  children?: React.ReactNode;
  /** Failures of something the user started are announced at once. */
  urgent?: boolean;
}): React.JSX.Element {
  const icon = phaseIcons[props.phase];
  return (
    <div
      className="jp-Kserve-Note"
      data-phase={props.phase}
      role={props.urgent ? 'alert' : 'status'}
    >
      <icon.react tag="span" className="jp-Kserve-Icon" aria-hidden="true" />
      <div>
        <strong>{props.title}</strong>
        {props.children}
      </div>
    </div>
  );
}

/** The words of a problem: what happened in the title, then what to do. */
export function ProblemNote(props: {
  problem: IProblem;
  phase?: 'warn' | 'failed';
  urgent?: boolean;
  children?: React.ReactNode;
}): React.JSX.Element {
  return (
    <Note
      phase={props.phase ?? 'failed'}
      title={props.problem.message}
      urgent={props.urgent}
    >
      {props.problem.hint && <p>{props.problem.hint}</p>}
      {props.children}
    </Note>
  );
}

/** A collapsible part of the sidebar. */
export function Section(props: {
  title: string;
  count?: string;
  note?: string;
  children: React.ReactNode;
}): React.JSX.Element {
  const [open, setOpen] = useState(true);
  const id = useId();
  const Caret = open ? caretDownIcon : caretRightIcon;
  return (
    <section className="jp-Kserve-Section" aria-labelledby={id}>
      <h3>
        <button
          type="button"
          className="jp-Kserve-Section-head"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Caret.react
            tag="span"
            className="jp-Kserve-Icon"
            aria-hidden="true"
          />
          <span id={id}>{props.title}</span>
          {props.count !== undefined && (
            <span className="jp-Kserve-Section-count">{props.count}</span>
          )}
          {props.note && (
            <span className="jp-Kserve-Section-note" title={props.note}>
              {props.note}
            </span>
          )}
        </button>
      </h3>
      {open && props.children}
    </section>
  );
}

/** A small square button with an icon; its label is its tooltip. */
export function IconButton(props: {
  icon: LabIcon;
  label: string;
  onClick: () => void;
  disabled?: boolean;
  tabIndex?: number;
}): React.JSX.Element {
  return (
    <button
      type="button"
      className="jp-Kserve-IconButton"
      title={props.label}
      aria-label={props.label}
      disabled={props.disabled}
      tabIndex={props.tabIndex}
      onClick={event => {
        // The row below must not take this as its own click.
        event.stopPropagation();
        props.onClick();
      }}
      onDoubleClick={event => event.stopPropagation()}
    >
      <props.icon.react
        tag="span"
        className="jp-Kserve-Icon"
        aria-hidden="true"
      />
    </button>
  );
}
