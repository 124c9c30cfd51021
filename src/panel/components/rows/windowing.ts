/** The rows that are drawn: `first` is, `end` is not among them. */
export interface IRowRange {
  first: number;
  end: number;
}

/** What a list of rows of one height looks like now. */
export interface IRowView {
  /** Pixels that are scrolled out of sight at the top. */
  top: number;
  /** Height of what is in sight, in pixels. */
  height: number;
  /** Height of a row in pixels. */
  rowHeight: number;
  /** How many rows there are. */
  count: number;
}

/** Rows drawn beyond each edge, so that scrolling finds them there. */
const BEYOND = 12;
/** Scrolling by less than this many rows changes nothing in the page. */
const STEP = 6;

/**
 * The rows that have to be in the page for what is in sight. Pure.
 *
 * @param view - the list as it is scrolled
 * @returns at most the rows in sight, twice the rows beyond an edge, and a step
 */
export function rangeOf(view: IRowView): IRowRange {
  const { top, height, rowHeight, count } = view;
  const atTop = Math.floor(Math.max(0, top) / rowHeight);
  const visible = Math.ceil(height / rowHeight);
  const last = Math.max(0, count - visible);
  const first =
    Math.floor(Math.max(0, Math.min(atTop, last) - BEYOND) / STEP) * STEP;
  return {
    first,
    end: Math.min(count, first + visible + 2 * BEYOND + STEP)
  };
}

/**
 * How far to scroll for a row to be in sight.
 *
 * @param view - the list as it is scrolled
 * @param index - the row
 * @returns pixels from the top; where the row is in sight, as it is now
 */
export function topFor(view: IRowView, index: number): number {
  const start = index * view.rowHeight;
  const end = start + view.rowHeight;
  if (start < view.top) {
    return start;
  }
  return end > view.top + view.height ? end - view.height : view.top;
}
