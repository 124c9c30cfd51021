import React, { useEffect, useState } from 'react';
import type { IInspection } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { riskWords } from '../../../cards/inspection';
import { StateLabel } from '../../components/statelabel';
import { useModelPage } from '../pagecontext';

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
      <span className="jp-mod-muted">{trans.__('Inspecting the file…')}</span>
    );
  }
  if (typeof found === 'string') {
    return <span>{trans.__('not checked: %1', found)}</span>;
  }
  const { phase, title, text, names } = riskWords(found, trans);
  return (
    <>
      <StateLabel phase={phase}>{title}</StateLabel>
      {text && <p className="jp-Kserve-Hint">{text}</p>}
      {names.length > 0 && (
        <ul>
          {names.map(entry => (
            <li key={entry}>
              <code>{entry}</code>
            </li>
          ))}
        </ul>
      )}
      {found.notes.map(note => (
        <p key={note} className="jp-Kserve-Hint" dir="auto">
          {note}
        </p>
      ))}
    </>
  );
}
