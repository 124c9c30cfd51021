import { FIELD_MANAGER } from '../../../tokens';
import type { IInferenceService } from '../kservetypes';
import type { IServiceChange } from '../../servicetypes';
import { fieldsOf } from '../managedfields';
import { PREVIOUS_ANNOTATION, STOP_ANNOTATION } from '../annotations';

/** As `kubectl rollout restart` has it. */
const RESTART_ANNOTATION = 'kubectl.kubernetes.io/restartedAt';

/** What a change needs to know beside itself. */
export interface IChangeContext {
  /** Only one node can mount the volume. */
  exclusive: boolean;
  /** ISO 8601. */
  now: string;
}

/**
 * The parts of a service that our field manager has set, with a change made to
 * them: what a server-side apply needs, so that what was ours stays and what is
 * others' is not taken over. Pure.
 *
 * @param live - the service as the cluster holds it
 * @param change - what is to be other
 * @param context - where and when
 */
export function changedService(
  live: IInferenceService,
  change: IServiceChange,
  context: IChangeContext
): IInferenceService {
  const owned = fieldsOf(live, FIELD_MANAGER);
  const { storageUri, runtime, stopped, restart, memory } = change;
  const annotations: Record<string, string> = {};
  const before = live.spec?.predictor?.model?.storageUri;
  if (storageUri !== undefined && before && before !== storageUri) {
    annotations[PREVIOUS_ANNOTATION] = before;
  }
  if (stopped !== undefined) {
    annotations[STOP_ANNOTATION] = String(stopped);
  }
  // Two pods on two nodes cannot have one volume: the old one has to go first.
  const single =
    change.recreate ?? (context.exclusive && storageUri !== undefined);
  const replicas = single ? { min: 1, max: 1 } : change.replicas;
  const model = {
    ...(storageUri !== undefined && { storageUri }),
    ...(runtime !== undefined && { runtime }),
    ...(memory !== undefined && {
      resources: { requests: { memory }, limits: { memory } }
    })
  };
  return merge<IInferenceService>(owned, {
    ...(Object.keys(annotations).length > 0 && { metadata: { annotations } }),
    spec: {
      predictor: {
        ...(replicas && {
          minReplicas: replicas.min,
          maxReplicas: replicas.max
        }),
        ...(single && { deploymentStrategy: { type: 'Recreate' } }),
        ...(restart && {
          annotations: { [RESTART_ANNOTATION]: context.now }
        }),
        ...(Object.keys(model).length > 0 && { model })
      }
    }
  });
}

type Fields = Record<string, unknown>;

/** Objects are merged, everything else is replaced. */
function merge<T>(one: unknown, other: unknown): T {
  if (!isObject(one) || !isObject(other)) {
    return other as T;
  }
  const merged: Fields = { ...one };
  for (const [name, value] of Object.entries(other)) {
    merged[name] = name in one ? merge(one[name], value) : value;
  }
  return merged as T;
}

function isObject(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
