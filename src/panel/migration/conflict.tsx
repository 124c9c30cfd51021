import React, { useEffect, useState } from 'react';
import type { IDifference, IProblem } from '../../tokens';
import { usePanel } from '../shell/context';
import { DifferenceTable } from '../model/versions/differences';
import { ProblemNote } from '../components/note';
import { problemOf } from '../../tokens';
import type { IPlanRow, ModelPlan } from '../../migration/plan';

/** A model that was found beside the version on the volume that is in its way. */
export function ConflictComparison(props: {
  plan: ModelPlan;
  row: IPlanRow;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { plan, row } = props;
  const { name, version } = row;
  const [found, setFound] = useState<IDifference[] | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  useEffect(() => {
    let current = true;
    setFound(null);
    setProblem(null);
    plan.compare(row).then(
      differences => current && setFound(differences),
      (error: unknown) => current && setProblem(problemOf(error, trans))
    );
    return () => {
      current = false;
    };
  }, [plan, row.candidate.path, name, version]);
  if (problem) {
    return <ProblemNote problem={problem} phase="warn" />;
  }
  if (!found) {
    return (
      <p className="jp-mod-muted" role="status">
        {trans.__('Comparing…')}
      </p>
    );
  }
  return found.length === 0 ? (
    <p>{trans.__('Both versions have the same files and metadata.')}</p>
  ) : (
    <DifferenceTable
      differences={found}
      one={trans.__('This file')}
      other={trans.__('%1 %2 on the volume', name, version)}
    />
  );
}
