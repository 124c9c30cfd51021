import { useEffect, useState } from 'react';
import { usePanel } from '../shell/context';
import { useChanged } from '../hooks/useChanged';

/** Whether Deploy can be pressed, and if not, the reason to show beside it. */
export interface IDeployAccess {
  /** A target here deploys: without one there is nothing to press. */
  offered: boolean;
  allowed: boolean;
  reason: string;
}

/**
 * Ask the targets that deploy whether we may; anew when their states change.
 * One that lets us is enough. "Unknown" does not disable anything: the server
 * has the last word.
 */
export function useDeployAccess(): IDeployAccess {
  const { serving, trans } = usePanel();
  useChanged(serving.changed);
  const { deployTargets: targets } = serving;
  const states = targets.map(({ id, state }) => `${id} ${state}`).join('\n');
  const [denied, setDenied] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    let current = true;
    setDenied({});
    for (const target of targets.filter(({ state }) => state === 'ready')) {
      target.access().then(
        ({ access, message }) => {
          if (current && access === 'denied') {
            setDenied(before => ({ ...before, [target.id]: message }));
          }
        },
        // Not knowing is not a refusal.
        () => undefined
      );
    }
    return () => {
      current = false;
    };
  }, [serving, states]);

  const offered = targets.length > 0;
  if (targets.some(({ id, state }) => state === 'ready' && !(id in denied))) {
    return { offered, allowed: true, reason: '' };
  }
  if (targets.some(({ state }) => state === 'checking')) {
    return {
      offered,
      allowed: false,
      reason: trans.__('Contacting the cluster…')
    };
  }
  const [first] = targets;
  return {
    offered,
    allowed: false,
    reason: first
      ? (denied[first.id] ??
        first.problem?.message ??
        trans.__('Cannot deploy: no cluster is connected.'))
      : ''
  };
}
