import React, { useEffect, useRef, useState } from 'react';

/** Options of a list of rows. */
interface IRowsProps<T> {
  /** The name of the list for assistive technology. */
  label: string;
  items: ReadonlyArray<T>;
  /** A unique name; also what type-ahead looks at. */
  name: (item: T) => string;
  /** The cells of a row; the last one may hold actions. */
  render: (item: T) => React.ReactNode;
  /** Class of a row: the selector of its context menu. */
  className: string;
  /** Data attribute that holds the name, for commands of the context menu. */
  dataName: `data-kserve-${string}`;
  selected: string | null;
  onSelect: (item: T | null) => void;
  onOpen: (item: T) => void;
  /** Keys beyond those that every list has; true when it was taken. */
  onKey?: (event: React.KeyboardEvent, item: T) => boolean;
}

/** Letters typed within this time belong to one search. */
const TYPE_AHEAD_MS = 700;

/**
 * A list with one tab stop and a roving focus: arrows, Home, End, type-ahead,
 * Enter, Right and Left to and from the row's actions, Escape.
 */
export function Rows<T>(props: IRowsProps<T>): React.JSX.Element {
  const { items, name, selected } = props;
  const [focused, setFocused] = useState<string | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });

  const names = items.map(name);
  // The row that Tab reaches: the last focused, else the selected, else the first.
  const stop = [focused, selected].find(
    candidate => candidate !== null && names.includes(candidate)
  );
  const tabStop = stop ?? names[0];

  const row = (index: number) =>
    grid.current?.querySelectorAll<HTMLElement>('[role="row"]')[index];

  const move = (index: number) => {
    const clamped = Math.max(0, Math.min(items.length - 1, index));
    row(clamped)?.focus();
  };

  const search = (letter: string, from: number) => {
    const now = Date.now();
    const fresh = now - typed.current.at > TYPE_AHEAD_MS;
    const text = (fresh ? '' : typed.current.text) + letter.toLowerCase();
    typed.current = { text, at: now };
    // A single letter moves on; a longer text may still match this row.
    const start = text.length === 1 ? from + 1 : from;
    for (let step = 0; step < names.length; step++) {
      const index = (start + step) % names.length;
      if (names[index].toLowerCase().startsWith(text)) {
        move(index);
        return;
      }
    }
  };

  const onKeyDown = (event: React.KeyboardEvent, item: T, index: number) => {
    const onRow = event.target === event.currentTarget;
    const actions = Array.from(
      event.currentTarget.querySelectorAll<HTMLElement>('button')
    );
    const action = actions.indexOf(event.target as HTMLElement);
    let taken = true;
    if (!onRow) {
      // On one of the row's actions.
      if (event.key === 'ArrowRight') {
        actions[Math.min(action + 1, actions.length - 1)].focus();
      } else if (event.key === 'ArrowLeft' && action > 0) {
        actions[action - 1].focus();
      } else if (event.key === 'ArrowLeft' || event.key === 'Escape') {
        row(index)?.focus();
      } else {
        taken = false;
      }
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      taken = props.onKey?.(event, item) ?? false;
    } else if (event.key === 'ArrowDown') {
      move(index + 1);
    } else if (event.key === 'ArrowUp') {
      move(index - 1);
    } else if (event.key === 'Home') {
      move(0);
    } else if (event.key === 'End') {
      move(items.length - 1);
    } else if (event.key === 'ArrowRight' && actions.length) {
      actions[0].focus();
    } else if (event.key === 'Enter') {
      props.onOpen(item);
    } else if (event.key === ' ') {
      props.onSelect(item);
    } else if (event.key === 'Escape') {
      props.onSelect(null);
    } else if (!(props.onKey?.(event, item) ?? false)) {
      taken = event.key.length === 1;
      if (taken) {
        search(event.key, index);
      }
    }
    if (taken) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  // A row that goes away must not take the keyboard's place with it.
  const lost = focused !== null && !names.includes(focused);
  useEffect(() => {
    if (lost) {
      setFocused(null);
    }
  }, [lost]);

  return (
    <div role="grid" aria-label={props.label} ref={grid}>
      {items.map((item, index) => (
        <div
          key={names[index]}
          role="row"
          className={props.className}
          {...{ [props.dataName]: names[index] }}
          aria-selected={names[index] === selected}
          tabIndex={names[index] === tabStop ? 0 : -1}
          onFocus={() => setFocused(names[index])}
          onClick={() => props.onSelect(item)}
          onDoubleClick={() => props.onOpen(item)}
          onKeyDown={event => onKeyDown(event, item, index)}
        >
          {props.render(item)}
        </div>
      ))}
    </div>
  );
}
