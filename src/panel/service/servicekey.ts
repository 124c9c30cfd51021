import type { ITarget } from '../commandtargets';

/**
 * The service that a page is of, as what a command is to act on.
 *
 * @param key - of `keyOf`; empty where something is not known
 */
export function targetOfKey(key: string): ITarget {
  const [target, namespace, service] = key.split('/');
  return {
    service,
    ...(namespace && { namespace }),
    ...(target && { target })
  };
}
