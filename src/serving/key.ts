import type { IService } from './types';

/** What tells a service from all others: two targets may serve under one name. */
export type IServiceId = Pick<IService, 'target' | 'namespace' | 'name'>;

/** The key of a service among those of all targets. */
export function keyOf({ target, namespace, name }: IServiceId): string {
  return [target, namespace, name].join('/');
}
