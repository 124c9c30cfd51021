import type { JSONValue } from '@lumino/coreutils';
import React, { useState } from 'react';
import { formatValue } from '../../formatting';
import { usePanel } from '../shell/context';
import { LinkButton } from './button';

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

/** A term, and what is known of it. */
export type Fact = readonly [string, React.ReactNode];

/** Entries of metadata as facts. */
export function factsOf(
  metadata: Readonly<Record<string, JSONValue | undefined>> | undefined
): Fact[] {
  return Object.entries(metadata ?? {}).map(([name, value]) => [
    name,
    <LongText key={name} text={formatValue(value)} />
  ]);
}

/** Terms with what is known of them; what is not known is said, and false left out. */
export function Facts(props: {
  facts: ReadonlyArray<Fact | false>;
}): React.JSX.Element {
  const { trans } = usePanel();
  const facts = props.facts.filter(fact => fact !== false);
  return (
    <dl className="jp-Kserve-Facts">
      {facts.map(([term, value]) => (
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
