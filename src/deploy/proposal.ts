import type {
  IClaim,
  IDeployment,
  IKubernetesObject,
  IModelVersion,
  IService
} from '../tokens';

const GIB = 1024 ** 3;

/** What the guide gives a predictor. */
const LEAST = { cpu: '1', memoryGib: 2 };

/** What a model server needs before a model is in it. */
const SERVER_GIB = 0.5;

/** Objects in memory are a few times as large as their pickle. */
const FACTOR = 4;

/**
 * A service name that KServe takes, made from a model's name.
 *
 * @param model - any model name
 */
export function proposeServiceName(model: string): string {
  return model
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .replace(/-+$/, '');
}

/**
 * The service to deploy a model to: the one that serves it already, else a new
 * one that has its name, or the next free one.
 *
 * @param model - the model's name
 * @param services - what is there
 * @param taken - more names that cannot be had
 */
export function proposeService(
  model: string,
  services: ReadonlyArray<IService>,
  taken: string[] = []
): string {
  const serving = services.filter(service => service.model?.name === model);
  const name = proposeServiceName(model);
  const own = serving.find(service => service.name === name) ?? serving[0];
  if (own) {
    return own.name;
  }
  const used = new Set([...taken, ...services.map(service => service.name)]);
  let free = name;
  for (let count = 2; used.has(free); count++) {
    free = `${name}-${count}`;
  }
  return free;
}

/** Bytes of the files of a version. */
export function sizeOf({ card, record }: IModelVersion): number {
  return (
    card?.files.reduce((sum, { size }) => sum + size, 0) || record.size || 0
  );
}

/**
 * Memory for a model, from the size of its files.
 *
 * @param bytes - of all files
 * @returns for example `2Gi`
 */
export function proposeMemory(bytes: number): string {
  const needed = Math.ceil(SERVER_GIB + (FACTOR * bytes) / GIB);
  return `${Math.max(LEAST.memoryGib, needed)}Gi`;
}

/** The model of a deployment. */
export function modelOf({ record, uri }: IModelVersion): IDeployment['model'] {
  return {
    name: record.name,
    version: record.version ?? '',
    format: record.framework?.name ?? '',
    uri
  };
}

/**
 * What a new service starts with.
 *
 * @param serviceName - its name
 * @param version - what it serves
 * @param claim - the volume, where it is known
 */
export function proposeDeployment(
  serviceName: string,
  version: IModelVersion,
  claim: IClaim | null
): IDeployment {
  return {
    serviceName,
    displayName: '',
    model: modelOf(version),
    runtime: '',
    cpu: LEAST.cpu,
    memory: proposeMemory(sizeOf(version)),
    gpu: '',
    minReplicas: '1',
    maxReplicas: '1',
    environment: [],
    route: false,
    auth: false,
    // A second pod could not mount it before the first has gone.
    recreate: claim !== null && !claim.shared
  };
}

/**
 * What a new service has beside the fields: what the card says of the model,
 * where the ODH dashboard shows it.
 *
 * @param version - what it serves
 */
export function proposeObject({ card }: IModelVersion): IKubernetesObject {
  const text = card?.description?.slice(0, 1000);
  return text
    ? { metadata: { annotations: { 'openshift.io/description': text } } }
    : {};
}
