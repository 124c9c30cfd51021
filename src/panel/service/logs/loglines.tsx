import React, { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { usePanel } from '../../shell/context';
import { plainly } from '../../../textdiff';
import { rangeOf } from '../../components/rows/windowing';
import { withoutEscapes, type LogBuffer } from '../../../operations/logbuffer';

/** The height of a line, in pixels; the style has the same. */
const LINE = 17;

/** The lines of a log: only those in sight are in the page. */
export function LogLines(props: {
  buffer: LogBuffer;
  /** Keep the last line in sight. */
  follow: boolean;
  /** The user scrolled away from the end, or back to it. */
  onFollow: (follow: boolean) => void;
  /** Show the time of each line. */
  times: boolean;
  /** Indices of lines to mark. */
  found: ReadonlySet<number>;
  /** The index of the line to bring into sight. */
  current: number | null;
  /** A line with this is the cause of a failure; empty for none. */
  cause: string;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { buffer, follow, onFollow, times, found, current, cause } = props;
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(480);
  const { length } = buffer;

  useEffect(() => {
    const element = list.current!;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (follow) {
      list.current!.scrollTop = length * LINE;
    }
  }, [follow, length, buffer.dropped]);

  useLayoutEffect(() => {
    if (current !== null) {
      list.current!.scrollTop = Math.max(0, current * LINE - height / 2);
    }
  }, [current]);

  const { first, end } = rangeOf({
    top,
    height,
    rowHeight: LINE,
    count: length
  });
  const rows = [];
  for (let index = first; index < end; index++) {
    const { number, text, time } = buffer.at(index);
    rows.push(
      <div
        key={number}
        className="jp-Kserve-Log-line"
        data-found={found.has(index) || undefined}
        data-current={index === current || undefined}
        data-cause={(cause !== '' && text.includes(cause)) || undefined}
      >
        <span className="jp-Kserve-Log-number">{number}</span>
        {times && (
          <span className="jp-mod-muted">{`${time.slice(11, 23)} `}</span>
        )}
        {plainly(withoutEscapes(text))}
      </div>
    );
  }
  return (
    <div
      ref={list}
      className="jp-Kserve-Log"
      role="log"
      // Read out, it would never end.
      aria-live="off"
      aria-label={trans.__('Log')}
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        setTop(currentTarget.scrollTop);
        const left =
          currentTarget.scrollHeight -
          currentTarget.scrollTop -
          currentTarget.clientHeight;
        if (left < 2 * LINE !== follow) {
          onFollow(!follow);
        }
      }}
    >
      <div
        className="jp-Kserve-Log-lines"
        translate="no"
        style={{ paddingTop: first * LINE, height: (length - first) * LINE }}
      >
        {rows}
      </div>
    </div>
  );
}
