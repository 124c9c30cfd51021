import { useEffect, useLayoutEffect, useReducer, useRef } from 'react';
import { flushSync } from 'react-dom';
import { rangeOf, topFor, type IRowRange, type IRowView } from './windowing';

/** Until there is a row to measure, and where nothing has a size. */
const ROW_HEIGHT = 42;
const LIST_HEIGHT = 600;

/** The rows to draw, and what changes which ones they are. */
export interface IRowRangeHook {
  range: IRowRange;
  /** Pixels. */
  rowHeight: number;
  /** Rows that are in sight at once. */
  page: () => number;
  /** To be called when the list was scrolled. */
  onScroll: () => void;
  /** Scroll so that a row is in sight. */
  reveal: (index: number) => void;
}

/**
 * Follow which rows of a list have to be in the page. The list scrolls by
 * itself, and all its rows have the height that the style gives the first.
 *
 * @param list - the element that scrolls
 * @param count - how many rows there are
 */
export function useRowRange(
  list: React.RefObject<HTMLElement>,
  count: number
): IRowRangeHook {
  const [, redraw] = useReducer((drawn: number) => drawn + 1, 0);
  const view = useRef<IRowView>({
    top: 0,
    height: LIST_HEIGHT,
    rowHeight: ROW_HEIGHT,
    count
  });
  view.current.count = count;
  const range = rangeOf(view.current);

  /** Look where the list stands; say whether other rows are needed. */
  const measure = () => {
    const element = list.current;
    const before = view.current;
    const row = element?.querySelector<HTMLElement>('[role="row"]');
    view.current = {
      top: element?.scrollTop ?? 0,
      height: element?.clientHeight || LIST_HEIGHT,
      rowHeight: row?.offsetHeight || before.rowHeight,
      count
    };
    const now = rangeOf(view.current);
    return (
      now.first !== range.first ||
      now.end !== range.end ||
      before.rowHeight !== view.current.rowHeight
    );
  };
  const latest = useRef(measure);
  latest.current = measure;

  useLayoutEffect(() => {
    if (latest.current()) {
      redraw();
    }
  }, [count]);

  useEffect(() => {
    const element = list.current;
    if (!element) {
      return;
    }
    const observer = new ResizeObserver(() => {
      if (latest.current()) {
        redraw();
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);

  return {
    range,
    rowHeight: view.current.rowHeight,
    page: () =>
      Math.max(1, Math.floor(view.current.height / view.current.rowHeight) - 1),
    onScroll: () => {
      if (measure()) {
        // Later would be after the next frame: the list would flash.
        flushSync(redraw);
      }
    },
    reveal: index => {
      if (list.current) {
        measure();
        list.current.scrollTop = topFor(view.current, index);
      }
    }
  };
}
