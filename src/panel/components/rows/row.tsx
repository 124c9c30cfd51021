import React from 'react';

interface IRowProps<T> {
  item: T;
  index: number;
  name: string;
  render: (item: T, active: boolean) => React.ReactNode;
  className: string;
  dataName: string;
  data?: (item: T) => Readonly<Record<string, string>>;
  active: boolean;
  selected: boolean;
  tabStop: boolean;
  draggable: boolean;
  /** Pixels from the top, where rows are placed and do not just follow. */
  top: number | undefined;
}

/** One row; drawn anew only when something of it is another one. */
export const Row = React.memo(function Row<T>(props: IRowProps<T>) {
  return (
    <div
      role="row"
      className={props.className}
      {...{ [props.dataName]: props.name, ...props.data?.(props.item) }}
      aria-rowindex={props.index + 1}
      aria-selected={props.selected}
      tabIndex={props.tabStop ? 0 : -1}
      draggable={props.draggable || undefined}
      style={props.top === undefined ? undefined : { top: props.top }}
    >
      {props.render(props.item, props.active)}
    </div>
  );
}) as <T>(props: IRowProps<T>) => React.JSX.Element;

/** The row that an event is about. */
export function rowOf(event: React.SyntheticEvent): HTMLElement | null {
  return (event.target as Element).closest<HTMLElement>('[role="row"]');
}

/** The number of that row; null beside the rows. */
export function indexAt(event: React.SyntheticEvent): number | null {
  const index = rowOf(event)?.getAttribute('aria-rowindex');
  return index ? Number(index) - 1 : null;
}

/**
 * The row of a number.
 *
 * @param list - the element that holds the rows
 * @param index - the number
 * @returns null for a row that is not in the page
 */
export function rowAt(
  list: HTMLElement | null,
  index: number
): HTMLElement | null {
  return (
    list?.querySelector<HTMLElement>(`[aria-rowindex="${index + 1}"]`) ?? null
  );
}
