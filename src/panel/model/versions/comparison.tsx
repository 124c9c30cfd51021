import React, { useEffect, useState } from 'react';
import type { IDifference, IProblem } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { Note, ProblemNote } from '../../components/note';
import { problemOf } from '../../../tokens';
import { Card } from '../../components/card';
import { DifferenceTable } from './differences';
import { formatChange } from '../../../cards/metrics';
import { useModelPage } from '../pagecontext';

function useChange(): (difference: IDifference) => string {
  const { trans } = usePanel();
  return ({ one, other }) => {
    if (one === null) {
      return trans.__('added');
    }
    if (other === null) {
      return trans.__('removed');
    }
    return typeof one === 'number' && typeof other === 'number'
      ? formatChange(one, other)
      : trans.__('changed');
  };
}

/** Two versions beside each other: what differs, and how. */
export function Comparison(props: {
  /** The older one. */
  one: string;
  other: string;
}): React.JSX.Element {
  const { store, trans } = usePanel();
  const { model } = useModelPage();
  const { one, other } = props;
  const [found, setFound] = useState<IDifference[] | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  const change = useChange();
  useEffect(() => {
    let current = true;
    store.compare(model.name, one, other).then(
      differences => {
        if (current) {
          setFound(differences);
          setProblem(null);
        }
      },
      (error: unknown) => {
        if (current) {
          setFound(null);
          setProblem(problemOf(error, trans));
        }
      }
    );
    return () => {
      current = false;
    };
  }, [store, model, one, other]);
  return (
    <Card
      title={trans.__('Compare %1 with %2', one, other)}
      note={found && trans._n('%1 difference', '%1 differences', found.length)}
    >
      {problem && <ProblemNote problem={problem} />}
      {!found && !problem && (
        <p className="jp-mod-muted" role="status">
          {trans.__('Comparing…')}
        </p>
      )}
      {found?.length === 0 && (
        <p>{trans.__('The model cards of both versions are the same.')}</p>
      )}
      {found && found.length > 0 && (
        <DifferenceTable
          differences={found}
          one={one}
          other={other}
          change={change}
        />
      )}
      {found?.some(({ path }) => path.startsWith('signature')) && (
        <Note
          phase="warn"
          title={trans.__('Clients of the service might need changes.')}
        >
          <p>
            {trans.__(
              'The inputs or outputs differ. %2 might reject requests that work with %1.',
              one,
              other
            )}
          </p>
        </Note>
      )}
    </Card>
  );
}
