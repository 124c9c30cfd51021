import type { V1ObjectMeta } from '@kubernetes/client-node';
import { JSONExt, type JSONObject } from '@lumino/coreutils';
import type { IKubernetesObject } from '../../tokens';

type Fields = Record<string, unknown>;

/** Fields that the API sets itself: neither shown nor applied. */
const SERVERS_OWN: (keyof V1ObjectMeta)[] = [
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'finalizers',
  'ownerReferences'
];
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The part of an object that a field manager has applied: what it must send
 * again so that a server-side apply takes nothing of it away.
 *
 * @param live - the object as the server has it
 * @param manager - the name of the field manager
 * @returns its kind, name and namespace, and the manager's fields
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function fieldsOf<T extends IKubernetesObject>(
  live: T,
  manager: string
): T {
  const entry = live.metadata?.managedFields?.find(
    ({ manager: name, operation, subresource }) =>
      name === manager && operation === 'Apply' && !subresource
  );
  const owned = (
    entry ? pick(live, entry.fieldsV1 as Fields) : {}
  ) as IKubernetesObject;
  const { name, namespace } = live.metadata ?? {};
  return {
    apiVersion: live.apiVersion,
    kind: live.kind,
    ...owned,
    metadata: { name, ...(namespace && { namespace }), ...owned.metadata }
  } as T;
}

/** The part of a value that a FieldsV1 names. */
function pick(value: unknown, fields: Fields): unknown {
  const names = Object.keys(fields).filter(key => key !== '.');
  if (names.length === 0 || typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      const found = names.find(name => isNamed(name, item));
      return found ? [pick(item, fields[found] as Fields)] : [];
    });
  }
  const picked: Fields = {};
  for (const name of names) {
    const key = name.slice('f:'.length);
    if (name.startsWith('f:') && Object.hasOwn(value, key)) {
      picked[key] = pick((value as Fields)[key], fields[name] as Fields);
    }
  }
  return picked;
}

/** Whether `k:{"name":"a"}` or `v:"a"` names this item of a list. */
function isNamed(name: string, item: unknown): boolean {
  const content: unknown = JSON.parse(name.slice('k:'.length));
  return name.startsWith('k:')
    ? Object.entries(content as Fields).every(
        ([key, value]) => (item as Fields | null)?.[key] === value
      )
    : JSON.stringify(content) === JSON.stringify(item);
}

/**
 * An object as people write it: without its status and what the API sets.
 *
 * @param object - as the server has it
 */
export function stripServerFields<T extends IKubernetesObject>(object: T): T {
  const copy = JSONExt.deepCopy(
    object as unknown as JSONObject
  ) as unknown as T & {
    status?: unknown;
  };
  delete copy.status;
  for (const key of SERVERS_OWN) {
    delete copy.metadata?.[key];
  }
  delete copy.metadata?.annotations?.[LAST_APPLIED];
  return copy;
}
