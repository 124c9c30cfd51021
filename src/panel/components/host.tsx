import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import React, { useEffect, useRef } from 'react';

/** A Lumino widget within a part that React draws. It is not disposed of. */
export function WidgetHost(props: {
  widget: Widget;
  className: string;
}): React.JSX.Element {
  const { widget } = props;
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = host.current!;
    Widget.attach(widget, node);
    // Nobody else tells it: it has no parent of Lumino's.
    const observer = new ResizeObserver(() =>
      MessageLoop.postMessage(widget, Widget.ResizeMessage.UnknownSize)
    );
    observer.observe(node);
    return () => {
      observer.disconnect();
      Widget.detach(widget);
    };
  }, [widget]);
  return <div className={props.className} ref={host} />;
}
