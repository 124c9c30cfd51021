import type { IResource } from './types';

/** The API group of a resource; empty for the core group. */
export function groupOf(resource: IResource): string {
  return resource.apiVersion.includes('/')
    ? resource.apiVersion.split('/')[0]
    : '';
}

/**
 * The path of a resource in the API, encoded, without a leading slash.
 *
 * @param namespace - used when the resource is namespaced
 * @param name - of one object; without it the path is the list's
 */
export function pathOf(
  resource: IResource,
  namespace: string | null,
  name?: string
): string {
  const parts = [
    groupOf(resource) ? 'apis' : 'api',
    ...resource.apiVersion.split('/')
  ];
  if (resource.namespaced) {
    parts.push('namespaces', namespace ?? '');
  }
  parts.push(resource.plural);
  if (name !== undefined) {
    parts.push(name);
  }
  return parts.map(encodeURIComponent).join('/');
}
