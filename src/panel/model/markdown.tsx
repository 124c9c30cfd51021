import { Widget } from '@lumino/widgets';
import React, { useLayoutEffect, useRef } from 'react';
import { usePanel } from '../shell/context';
import { useModelPage } from './pagecontext';

const MIME = 'text/markdown';

/**
 * A text as JupyterLab renders Markdown. It is not trusted: whoever can write to
 * the volume wrote it, so what could run is taken out.
 */
export function Markdown(props: { text: string }): React.JSX.Element {
  const { trans } = usePanel();
  const { rendermime } = useModelPage();
  const host = useRef<HTMLDivElement>(null);
  const { text } = props;
  useLayoutEffect(() => {
    if (!rendermime) {
      return;
    }
    const renderer = rendermime.createRenderer(MIME);
    const model = rendermime.createModel({
      data: { [MIME]: text },
      trusted: false
    });
    Widget.attach(renderer, host.current!);
    void renderer.renderModel(model);
    // In the layout phase, while it is still in the page: else it cannot be detached.
    return () => renderer.dispose();
  }, [rendermime, text]);
  return rendermime ? (
    <div
      className="jp-Kserve-Markdown"
      dir="auto"
      role="region"
      // It scrolls where the text is long.
      tabIndex={0}
      aria-label={trans.__('Description text')}
      ref={host}
    />
  ) : (
    <p className="jp-Kserve-Plain" dir="auto">
      {text}
    </p>
  );
}
