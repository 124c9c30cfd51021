import React, { useEffect, useState } from 'react';
import type { IInspection, Phase, Risk as RiskLevel } from '../../tokens';
import { usePanel } from '../context';
import { StateLabel } from '../parts';
import { useModelPage } from './pagecontext';

const phases: Record<RiskLevel, Phase> = {
  none: 'ready',
  known: 'ready',
  unknown: 'warn',
  dangerous: 'failed',
  'not-fully-read': 'unknown'
};

/** What loading the version would run; asked for when it is looked at. */
export function Risk(): React.JSX.Element {
  const { store, trans } = usePanel();
  const { shown } = useModelPage();
  const { name, version, created } = shown.record;
  const [found, setFound] = useState<IInspection | string | null>(null);
  useEffect(() => {
    let current = true;
    setFound(null);
    store.inspect({ model: name, version: version ?? '' }).then(
      answer => current && setFound(answer),
      (error: Error) => current && setFound(error.message)
    );
    return () => {
      current = false;
    };
  }, [store, name, version, created]);
  if (found === null) {
    return (
      <span className="jp-mod-muted">{trans.__('Looking at the file…')}</span>
    );
  }
  if (typeof found === 'string') {
    return <span>{trans.__('not checked: %1', found)}</span>;
  }
  const words: Record<RiskLevel, string> = {
    none: trans.__('Loading it runs no code'),
    known: trans.__('Runs only known code on load'),
    unknown: trans.__('Runs code on load that is not known'),
    dangerous: trans.__('Runs dangerous code on load'),
    'not-fully-read': trans.__('Could not be read to its end')
  };
  const odd = found.globals.filter(entry => entry.risk !== 'known');
  return (
    <>
      <StateLabel phase={phases[found.risk]}>{words[found.risk]}</StateLabel>
      {odd.length > 0 && (
        <details>
          <summary>
            {trans._n(
              '%1 name that is not known',
              '%1 names that are not known',
              odd.length
            )}
          </summary>
          <ul>
            {odd.map(entry => (
              <li key={entry.name}>
                <code>{entry.name}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      {found.notes.map(note => (
        <p key={note} className="jp-Kserve-Hint" dir="auto">
          {note}
        </p>
      ))}
    </>
  );
}
