import React, { useId } from 'react';
import { StateLabel } from '../parts';
import { remarksOn } from './remarks';
import type { IDeployProps } from './field';

/** What is worth knowing before the button is pressed. */
export function Before({
  form,
  trans
}: IDeployProps): React.JSX.Element | null {
  const id = useId();
  const remarks = remarksOn(form);
  if (remarks.length === 0) {
    return null;
  }
  return (
    <section className="jp-Kserve-Before" aria-labelledby={id}>
      <h4 id={id}>{trans.__('Before deploying')}</h4>
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
