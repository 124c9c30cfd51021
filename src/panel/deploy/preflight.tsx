import React, { useId } from 'react';
import { StateLabel } from '../components/statelabel';
import { remarksOn } from '../../deploy/preflight';
import type { IDeployProps } from './field';

/** What is worth knowing before the button is pressed. */
export function Preflight({
  form,
  trans
}: IDeployProps): React.JSX.Element | null {
  const id = useId();
  const remarks = remarksOn(form);
  if (remarks.length === 0) {
    return null;
  }
  return (
    <section className="jp-Kserve-Preflight" aria-labelledby={id}>
      <h4 id={id}>{trans.__('Pre-flight checks')}</h4>
      <ul>
        {remarks.map(({ phase, text }) => (
          <li key={text}>
            <StateLabel phase={phase}>{text}</StateLabel>
          </li>
        ))}
      </ul>
    </section>
  );
}
