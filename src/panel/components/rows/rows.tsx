import { CommandRegistry } from '@lumino/commands';
import React, {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState
} from 'react';
import { openContextMenu } from '../../shell/contextmenu';
import { Row, indexAt, rowAt, rowOf } from './row';
import { TYPE_AHEAD_MS, TypeAhead } from './typeahead';
import { useRovingFocus } from './useRovingFocus';
import { useRowRange } from './useRowRange';

/** What others may ask of a list. */
export interface IRowsHandle {
  /** Give the focus to the first row; false when there is none. */
  focusFirst: () => boolean;
  /** Scroll to the top. */
  showFirst: () => void;
}

export interface IRowsProps<T> {
  /** The name of the list for assistive technology. */
  label: string;
  items: ReadonlyArray<T>;
  /** What type-ahead looks at. */
  name: (item: T) => string;
  /** What tells a row from all others; its name without it. */
  id?: (item: T) => string;
  /**
   * The cells of a row. The active ones, below the pointer and the one that had
   * the focus last, may have actions in their last cell.
   * A row is drawn anew when its item or this function is another one.
   */
  render: (item: T, active: boolean) => React.ReactNode;
  /** Classes of a row: selectors of its context menu and of its shortcuts. */
  className: (item: T) => string;
  /** Data attribute that holds the name: what commands act on (`targets.ts`). */
  dataName: `data-kserve-${string}`;
  /** More attributes of a row; the same function until they change. */
  data?: (item: T) => Readonly<Record<`data-kserve-${string}`, string>>;
  selected: string | null;
  onSelect: (item: T | null) => void;
  onOpen: (item: T) => void;
  /**
   * All rows have one height: then only those in sight are in the page, and
   * the list may have any length.
   */
  oneHeight?: boolean;
  /**
   * Has shortcuts of a single letter; without it letters find rows only. Such a
   * shortcut asks for `[data-letter-keys]` on the list, which is not there while
   * letters are typed to find a row.
   */
  letterKeys?: CommandRegistry | null;
  /** Fill in what a row that is dragged carries; without it none is. */
  onDrag?: (item: T, data: DataTransfer) => void;
  handle?: React.Ref<IRowsHandle>;
}

/**
 * A list with one tab stop and a roving focus: arrows, Page Up and Down, Home,
 * End, type-ahead, Enter, Right and Left to and from the row's actions, the
 * Menu key and Shift+F10, Escape.
 */
export function Rows<T>(props: IRowsProps<T>): React.JSX.Element {
  const { items, name, id = name, selected, oneHeight = false } = props;
  const list = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [typing, setTyping] = useState(false);
  const typeAhead = useRef(new TypeAhead());
  const { range, rowHeight, page, onScroll, reveal } = useRowRange(
    list,
    items.length
  );
  const names = useMemo(() => items.map(name), [items]);
  const ids = useMemo(() => items.map(id), [items]);
  const indexes = useMemo(
    () => new Map(ids.map((entry, index) => [entry, index])),
    [ids]
  );
  const indexOf = (entry: string | null) =>
    entry === null ? undefined : indexes.get(entry);

  const show = (index: number) => {
    if (oneHeight) {
      reveal(index);
    } else {
      rowAt(list.current, index)?.scrollIntoView?.({ block: 'nearest' });
    }
  };
  const focus = useRovingFocus({ list, ids, indexOf, selected, show });
  const { stop, focused, move } = focus;

  const drawn: number[] = [];
  const { first, end } = oneHeight ? range : { first: 0, end: items.length };
  if (stop < first) {
    drawn.push(stop);
  }
  for (let index = first; index < end; index++) {
    drawn.push(index);
  }
  if (stop >= end && stop < items.length) {
    drawn.push(stop);
  }

  useImperativeHandle(props.handle, () => ({
    focusFirst: () => {
      if (items.length > 0) {
        move(0);
      }
      return items.length > 0;
    },
    showFirst: () => {
      if (list.current) {
        list.current.scrollTop = 0;
      }
    }
  }));

  // What is selected from elsewhere is brought into sight, once it is there.
  const shown = useRef<string | null>(null);
  useLayoutEffect(() => {
    const index = indexOf(selected);
    if (selected === shown.current || index === undefined) {
      return;
    }
    shown.current = selected;
    show(index);
  }, [selected, ids]);

  useEffect(() => {
    if (!typing) {
      return;
    }
    const timer = setTimeout(() => setTyping(false), TYPE_AHEAD_MS);
    return () => clearTimeout(timer);
  });

  const isShortcut = ({ nativeEvent }: React.KeyboardEvent) => {
    const keystroke = CommandRegistry.keystrokeForKeydownEvent(nativeEvent);
    return props.letterKeys?.keyBindings.some(
      ({ keys, selector }) =>
        keys[0] === keystroke &&
        (nativeEvent.target as Element).matches(selector)
    );
  };

  const search = (letter: string, from: number): true => {
    setTyping(true);
    const found = typeAhead.current.search(letter, names, from);
    if (found >= 0) {
      move(found);
    }
    return true;
  };

  const onRowKey = (event: React.KeyboardEvent, index: number): boolean => {
    switch (event.key) {
      case 'ArrowDown':
        move(index + 1);
        return true;
      case 'ArrowUp':
        move(index - 1);
        return true;
      case 'PageDown':
        move(index + page());
        return true;
      case 'PageUp':
        move(index - page());
        return true;
      case 'Home':
        move(0);
        return true;
      case 'End':
        move(items.length - 1);
        return true;
      case 'Enter':
        props.onOpen(items[index]);
        return true;
      case ' ':
        props.onSelect(items[index]);
        return true;
      case 'Escape':
        props.onSelect(null);
        return true;
      default:
        // No name has a slash: that key is left to what is around the list.
        return event.key.length === 1 && event.key !== '/' && !isShortcut(event)
          ? search(event.key, index)
          : false;
    }
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const row = rowOf(event);
    const index = indexAt(event);
    if (!row || index === null) {
      return;
    }
    const actions = Array.from(row.querySelectorAll<HTMLElement>('button'));
    const action = actions.indexOf(event.target as HTMLElement);
    let taken = true;
    if (
      event.key === 'ContextMenu' ||
      (event.key === 'F10' && event.shiftKey)
    ) {
      openContextMenu(row);
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      taken = false;
    } else if (event.key === 'ArrowRight' && action + 1 < actions.length) {
      actions[action + 1].focus();
    } else if (event.key === 'ArrowLeft' && action > 0) {
      actions[action - 1].focus();
    } else if (
      action >= 0 &&
      (event.key === 'ArrowLeft' || event.key === 'Escape')
    ) {
      row.focus();
    } else {
      taken = action < 0 && onRowKey(event, index);
    }
    if (taken) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  /** Call with the item of the row that an event is about. */
  const withItem =
    <E extends React.SyntheticEvent>(act: (item: T, event: E) => void) =>
    (event: E) => {
      const index = indexAt(event);
      if (index !== null && index < items.length) {
        act(items[index], event);
      }
    };

  const { onDrag } = props;
  const rows = drawn.map(index => (
    <Row
      key={ids[index]}
      item={items[index]}
      index={index}
      name={names[index]}
      render={props.render}
      className={`jp-Kserve-Row ${props.className(items[index])}`}
      dataName={props.dataName}
      data={props.data}
      active={index === hovered || (focused !== null && index === stop)}
      selected={ids[index] === selected}
      tabStop={index === stop}
      draggable={onDrag !== undefined}
      top={oneHeight ? index * rowHeight : undefined}
    />
  ));
  return (
    <div
      role="grid"
      className="jp-Kserve-Rows"
      aria-label={props.label}
      aria-rowcount={items.length}
      data-letter-keys={props.letterKeys && !typing ? true : undefined}
      ref={list}
      onScroll={oneHeight ? onScroll : undefined}
      onKeyDown={onKeyDown}
      onClick={withItem(item => props.onSelect(item))}
      onDoubleClick={withItem(item => props.onOpen(item))}
      onFocus={withItem(item => focus.onFocus(id(item)))}
      onBlur={focus.onBlur}
      onPointerOver={event => setHovered(indexAt(event))}
      onPointerLeave={() => setHovered(null)}
      onDragStart={
        onDrag &&
        withItem<React.DragEvent>((item, event) =>
          onDrag(item, event.dataTransfer)
        )
      }
    >
      {oneHeight ? (
        <div
          role="rowgroup"
          className="jp-Kserve-Rows-placed"
          style={{ height: items.length * rowHeight }}
        >
          {rows}
        </div>
      ) : (
        rows
      )}
    </div>
  );
}
