import { useEffect, useState } from 'react';
import type {
  IAccess,
  IProblem,
  IService,
  IServiceOperations
} from '../../tokens';
import { usePanel } from '../shell/context';
import { problemOf } from '../../tokens';

/**
 * What can be seen of a service and done with it; its code is loaded for this.
 *
 * @param service - undefined while there is none
 */
export function useOperations(service: IService | undefined): {
  operations: IServiceOperations | null;
  problem: IProblem | null;
} {
  const { serving, trans } = usePanel();
  const [operations, setOperations] = useState<IServiceOperations | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  const target = service?.target;
  useEffect(() => {
    let current = true;
    if (target !== undefined) {
      serving
        .target(target)
        ?.operations()
        .then(
          found => current && setOperations(found),
          error => current && setProblem(problemOf(error, trans))
        );
    }
    return () => {
      current = false;
    };
  }, [serving, target]);
  return { operations, problem };
}

/** Whether a button can be pressed, and why it cannot. */
export interface IUsable {
  usable: boolean;
  reason: string;
}

/**
 * Ask the cluster whether we may, before a button can be pressed. When it does
 * not say, the button can be: the cluster has the last word.
 *
 * @param operations - of the service
 * @param what - what is to be done
 */
export function useAccess(
  operations: IServiceOperations,
  what: 'change' | 'delete' | 'logs'
): IUsable {
  const { trans } = usePanel();
  const [answer, setAnswer] = useState<IAccess | null>(null);
  useEffect(() => {
    let current = true;
    operations.access(what).then(
      found => current && setAnswer(found),
      () => current && setAnswer({ access: 'unknown', message: '' })
    );
    return () => {
      current = false;
    };
  }, [operations, what]);
  if (answer === null) {
    return { usable: false, reason: trans.__('Contacting the cluster…') };
  }
  return { usable: answer.access !== 'denied', reason: answer.message };
}
