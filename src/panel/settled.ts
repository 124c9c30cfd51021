import { PromiseDelegate } from '@lumino/coreutils';
import type { IServing } from '../tokens';

/** How long one waits for a cluster that is slow to answer. */
const PATIENCE_MS = 3000;

/**
 * Wait a little for the services that are there.
 *
 * @param serving - the targets; followed
 */
export async function settled(serving: IServing): Promise<void> {
  const isSettled = () =>
    serving.targets.every(({ state }) => state !== 'checking');
  if (isSettled()) {
    return;
  }
  const done = new PromiseDelegate<void>();
  const onChanged = () => isSettled() && done.resolve();
  serving.changed.connect(onChanged);
  const timer = setTimeout(() => done.resolve(), PATIENCE_MS);
  await done.promise;
  clearTimeout(timer);
  serving.changed.disconnect(onChanged);
}
