import type { LabIcon } from '@jupyterlab/ui-components';
import {
  caretDownIcon,
  caretRightIcon,
  ellipsesIcon
} from '@jupyterlab/ui-components';
import React, { useId } from 'react';
import type { IProblem, Phase } from '../tokens';
import { usePanel } from './context';
import { openContextMenu } from './contextmenu';
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

type ButtonProps = React.ButtonHTMLAttributes<HTMLButtonElement>;

/** A button with words, and an icon before them where that helps. */
export function Button({
  icon: Icon,
  small,
  accept,
  className,
  children,
  ...attributes
}: ButtonProps & {
  icon?: LabIcon;
  /** For a line of text or of a table. */
  small?: boolean;
  /** What one most likely came for. */
  accept?: boolean;
}): React.JSX.Element {
  const classes = ['jp-Kserve-Button'];
  if (small) {
    classes.push('jp-mod-small');
  }
  if (accept) {
    classes.push('jp-mod-accept');
  }
  if (className) {
    classes.push(className);
  }
  return (
    <button type="button" className={classes.join(' ')} {...attributes}>
      {Icon && (
        <Icon.react tag="span" className="jp-Kserve-Icon" aria-hidden="true" />
      )}
      {children}
    </button>
  );
}

/** A button that looks like a link, in the middle of text. */
export function LinkButton(props: ButtonProps): React.JSX.Element {
  return <button type="button" className="jp-Kserve-Link" {...props} />;
}

/** A small square button with an icon; its label is its tooltip. */
export function IconButton(props: {
  icon: LabIcon;
  label: string;
  /** More than the label, for example why it cannot be used. */
  title?: string;
  onClick: (event: React.MouseEvent<HTMLButtonElement>) => void;
  disabled?: boolean;
  tabIndex?: number;
  /** It opens a menu. */
  menu?: boolean;
}): React.JSX.Element {
  return (
    <button
      type="button"
      className="jp-Kserve-IconButton"
      title={props.title ?? props.label}
      aria-label={props.label}
      aria-haspopup={props.menu ? 'menu' : undefined}
      disabled={props.disabled}
      tabIndex={props.tabIndex}
      onClick={event => {
        // The row below must not take this as its own click.
        event.stopPropagation();
        props.onClick(event);
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

/** Opens the context menu of the row that it is in. */
export function MoreButton(props: {
  /** What the row shows. */
  name: string;
}): React.JSX.Element {
  const { trans } = usePanel();
  return (
    <IconButton
      icon={ellipsesIcon}
      label={trans.__('More actions for %1', props.name)}
      tabIndex={-1}
      menu
      onClick={({ currentTarget }) =>
        openContextMenu(
          currentTarget.closest<HTMLElement>('[role="row"]')!,
          currentTarget
        )
      }
    />
  );
}
