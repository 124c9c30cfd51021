import { Clipboard } from '@jupyterlab/apputils';
import { copyIcon } from '@jupyterlab/ui-components';
import React, { useId, useState } from 'react';
import { usePanel } from '../context';
import { IconButton, LinkButton } from '../parts';

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

/** More than this of a text is shown only when it is asked for. */
const LONG = 300;

/** A text of any length: the beginning, and the rest when it is asked for. */
export function LongText(props: { text: string }): React.JSX.Element {
  const { trans } = usePanel();
  const [whole, setWhole] = useState(false);
  const { text } = props;
  if (text.length <= LONG) {
    return <bdi>{text}</bdi>;
  }
  return (
    <>
      <bdi>{whole ? text : `${[...text].slice(0, LONG).join('')}…`}</bdi>{' '}
      <LinkButton aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? trans.__('Show less') : trans.__('Show all')}
      </LinkButton>
    </>
  );
}

/** Terms with what is known of them; what is not known is said. */
export function Facts(props: {
  facts: ReadonlyArray<readonly [string, React.ReactNode]>;
}): React.JSX.Element {
  const { trans } = usePanel();
  return (
    <dl className="jp-Kserve-Facts">
      {props.facts.map(([term, value]) => (
        <React.Fragment key={term}>
          <dt className="jp-Kserve-clip" title={term} dir="auto">
            {term}
          </dt>
          <dd dir="auto">
            {value || (
              <span className="jp-mod-muted">{trans.__('not recorded')}</span>
            )}
          </dd>
        </React.Fragment>
      ))}
    </dl>
  );
}
