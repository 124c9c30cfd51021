import { useEffect, useState } from 'react';
import { usePanel } from '../shell/context';
import { useChanged } from '../hooks/useChanged';

/** Whether Deploy can be pressed, and if not, the reason to show beside it. */
export interface IDeployAccess {
  allowed: boolean;
  reason: string;
}

/**
 * Ask the target that deploys whether we may; anew when its state changes.
 * "Unknown" does not disable anything: the server has the last word.
 */
export function useDeployAccess(): IDeployAccess {
  const { serving, trans } = usePanel();
  useChanged(serving.changed);
  const target = serving.targets[0];
  const state = target?.state;
  const [denied, setDenied] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    setDenied(null);
    if (target && state === 'ready') {
      target.access().then(
        answer => {
          if (current && answer.access === 'denied') {
            setDenied(answer.message);
          }
        },
        // Not knowing is not a refusal.
        () => undefined
      );
    }
    return () => {
      current = false;
    };
  }, [target, state]);

  if (!target || state === 'unavailable') {
    return {
      allowed: false,
      reason:
        target?.problem?.message ??
        trans.__('Cannot deploy: there is no cluster.')
    };
  }
  if (state === 'checking') {
    return { allowed: false, reason: trans.__('Asking the cluster…') };
  }
  return { allowed: denied === null, reason: denied ?? '' };
}
