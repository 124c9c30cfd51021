import { ellipsesIcon, type LabIcon } from '@jupyterlab/ui-components';
import React from 'react';
import { usePanel } from '../shell/context';
import { openContextMenu } from '../shell/contextmenu';

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
