import { useEffect, useState } from 'react';
import { ServerError, type IModel, type IProblem } from '../../tokens';
import { usePanel } from '../shell/context';
import { problemOf } from '../../tokens';
import { useChanged } from '../hooks/useChanged';

/** What is known of a model. */
export interface IKnownModel {
  /** The last answer; null before the first one, and where there is none. */
  model: IModel | null;
  /** Why the last question had no answer. */
  problem: IProblem | null;
  /** There is no such model on the volume. */
  missing: boolean;
}

/**
 * A model with its versions, read anew when the volume changes.
 *
 * @param name - the model
 */
export function useModel(name: string): IKnownModel & { retry: () => void } {
  const { store, trans } = usePanel();
  useChanged(store.changed);
  const [known, setKnown] = useState<IKnownModel>({
    model: null,
    problem: null,
    missing: false
  });
  const [attempt, setAttempt] = useState(0);
  const { models, revision, state } = store;
  useEffect(() => {
    let current = true;
    if (state === 'checking') {
      // The store asks whether there is a server half at all.
      return;
    }
    store.model(name).then(
      model => {
        if (current) {
          setKnown({ model, problem: null, missing: false });
        }
      },
      (error: unknown) => {
        if (current) {
          const missing = error instanceof ServerError && error.status === 404;
          setKnown(before => ({
            // What was shown stays while the server cannot be reached.
            model: missing ? null : before.model,
            problem: problemOf(error, trans),
            missing
          }));
        }
      }
    );
    return () => {
      current = false;
    };
  }, [store, name, models, revision, state, attempt]);
  return { ...known, retry: () => setAttempt(count => count + 1) };
}
