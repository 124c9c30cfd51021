import { useLayoutEffect, useRef, useState } from 'react';
import { rowAt } from './row';

/** What a roving focus moves in. */
export interface IRovingFocusOptions {
  /** The element that holds the rows. */
  list: React.RefObject<HTMLElement>;
  /** The ids of all rows, whether they are in the page or not. */
  ids: ReadonlyArray<string>;
  /** Where a name stands; undefined for one that is not there. */
  indexOf: (name: string | null) => number | undefined;
  selected: string | null;
  /** Scroll so that a row is in sight; what is drawn then follows. */
  show: (index: number) => void;
}

/** The one row of a list that Tab reaches, and the way to others. */
export interface IRovingFocus {
  /**
   * The row that Tab reaches: the last focused, else the selected, else the
   * first. Keep it in the page, so that the keyboard keeps its place.
   */
  stop: number;
  /** The name of the row that had the focus last; null before there was one. */
  focused: string | null;
  /** Give the focus to a row, or to the nearest that there is. */
  move: (index: number) => void;
  /** To be called when a row, or something in it, gets the focus. */
  onFocus: (name: string) => void;
  /** To be called when something in the list loses the focus. */
  onBlur: (event: React.FocusEvent) => void;
}

/**
 * Let the focus rove over the rows of a list, which may not be in the page yet
 * when it comes to them, and may go away while they have it.
 *
 * @param options - the list
 */
export function useRovingFocus(options: IRovingFocusOptions): IRovingFocus {
  const { list, ids, indexOf, selected, show } = options;
  const [focused, setFocused] = useState<string | null>(null);

  /** The row that is to have the focus as soon as it is in the page. */
  const wanted = useRef<number | null>(null);
  const move = (index: number) => {
    const clamped = Math.max(0, Math.min(ids.length - 1, index));
    wanted.current = clamped;
    setFocused(ids[clamped]);
    focusWanted();
    show(clamped);
  };
  const focusWanted = () => {
    const row =
      wanted.current === null ? null : rowAt(list.current, wanted.current);
    if (row) {
      wanted.current = null;
      row.focus({ preventScroll: true });
    }
  };
  useLayoutEffect(focusWanted);

  // A row that goes away must not take the keyboard's place with it.
  const inside = useRef(false);
  const last = useRef(0);
  useLayoutEffect(() => {
    const index = indexOf(focused);
    if (index !== undefined) {
      last.current = index;
    } else if (focused !== null && inside.current && ids.length > 0) {
      move(last.current);
    } else if (focused !== null) {
      setFocused(null);
    }
  }, [focused, ids]);

  return {
    stop: indexOf(focused) ?? indexOf(selected) ?? 0,
    focused,
    move,
    onFocus: name => {
      inside.current = true;
      setFocused(name);
    },
    onBlur: ({ relatedTarget, currentTarget }) => {
      inside.current =
        relatedTarget !== null && currentTarget.contains(relatedTarget);
    }
  };
}
