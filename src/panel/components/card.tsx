import { Clipboard } from '@jupyterlab/apputils';
import { copyIcon } from '@jupyterlab/ui-components';
import React, { useId, useState } from 'react';
import { usePanel } from '../shell/context';
import { IconButton } from './button';

/** A part of the page with a title. */
export function Card(props: {
  title: string;
  /** What the title is about, in a word or two. */
  note?: React.ReactNode;
  /** Buttons at the end of the head. */
  controls?: React.ReactNode;
  children: React.ReactNode;
}): React.JSX.Element {
  const id = useId();
  return (
    <section className="jp-Kserve-Card" aria-labelledby={id}>
      <div className="jp-Kserve-Card-head">
        <h3 id={id}>{props.title}</h3>
        {props.note && (
          <span className="jp-mod-muted jp-Kserve-clip">{props.note}</span>
        )}
        <span className="jp-Kserve-Card-controls">{props.controls}</span>
      </div>
      {props.children}
    </section>
  );
}

/** Copies a text; says so for a moment. */
export function CopyButton(props: {
  text: string;
  label: string;
}): React.JSX.Element {
  const { trans } = usePanel();
  const [copied, setCopied] = useState(false);
  return (
    <>
      <IconButton
        icon={copyIcon}
        label={props.label}
        onClick={() => {
          Clipboard.copyToSystem(props.text);
          setCopied(true);
          setTimeout(() => setCopied(false), 2000);
        }}
      />
      <span role="status" className="jp-mod-muted">
        {copied && trans.__('Copied')}
      </span>
    </>
  );
}
