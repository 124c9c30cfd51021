import type { IServiceId } from './types';

/** The key of a service among those of all targets. */
export function keyOf({ target, namespace, name }: IServiceId): string {
  return [target, namespace, name].join('/');
}
