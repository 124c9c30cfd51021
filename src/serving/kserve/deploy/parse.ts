import type { V1ObjectMeta } from '@kubernetes/client-node';
import { legacyFormat } from '../../../modelformats';
import { StorageUri } from '../../../storageuri';
import type { IDeployment } from './types';
import type { IInferenceService, IModelSpec } from '../kservetypes';
import { DISPLAY_NAME_ANNOTATION } from '../annotations';

export const AUTH = 'security.opendatahub.io/enable-auth';
export const VISIBILITY = 'networking.kserve.io/visibility';
export const EXPOSED = 'exposed';
const GPU = 'nvidia.com/gpu';

/**
 * A service with its model where KServe itself has it: `predictor.sklearn` and
 * its like become `predictor.model`, as KServe's own defaults do it.
 *
 * @param service - as somebody wrote it
 */
export function upgradeLegacyPredictor(
  service: IInferenceService
): IInferenceService {
  const predictor = service.spec?.predictor as
    Record<string, IModelSpec> | undefined;
  const format = legacyFormat(Object.keys(predictor ?? {}));
  if (!predictor || !format || predictor.model) {
    return service;
  }
  const { [format.legacyKey]: legacy, ...rest } = predictor;
  return {
    ...service,
    spec: {
      ...service.spec,
      predictor: {
        ...rest,
        model: { modelFormat: { name: format.name }, ...legacy }
      }
    }
  };
}

/**
 * The fields of the form as a service has them. Pure.
 *
 * @param object - the service, in whatever form KServe takes
 * @param claim - the claim of our volume
 */
export function readDeployment(
  object: IInferenceService,
  claim: string | null
): IDeployment {
  const service = upgradeLegacyPredictor(object);
  const { metadata = {}, status } = service;
  const predictor = service.spec?.predictor ?? {};
  const { model = {} } = predictor;
  const { requests = {}, limits = {} } = model.resources ?? {};
  const uri = StorageUri.parse(model.storageUri);
  const amount = (key: string) => String(requests[key] ?? limits[key] ?? '');
  return {
    serviceName: metadata.name ?? '',
    displayName: displayNameOf(metadata),
    model: {
      ...(uri?.model(StorageUri.ofVolume(claim)) ?? { name: '', version: '' }),
      format: model.modelFormat?.name ?? '',
      uri: model.storageUri ?? ''
    },
    runtime:
      model.runtime ??
      status?.servingRuntimeName ??
      status?.clusterServingRuntimeName ??
      '',
    cpu: amount('cpu'),
    memory: amount('memory'),
    gpu: amount(gpuKey(model)),
    minReplicas: String(predictor.minReplicas ?? ''),
    maxReplicas: String(predictor.maxReplicas ?? ''),
    environment: (model.env ?? []).map(({ name, value, valueFrom }) => ({
      name,
      value: valueFrom ? null : (value ?? '')
    })),
    route: metadata.labels?.[VISIBILITY] === EXPOSED,
    auth: metadata.annotations?.[AUTH] === 'true',
    recreate: predictor.deploymentStrategy?.type === 'Recreate'
  };
}

/**
 * The name a service has for people.
 *
 * @param metadata - the service's
 * @returns it, or the empty string for one that only repeats the name, and
 * so follows it
 */
export function displayNameOf({ name, annotations }: V1ObjectMeta): string {
  const given = annotations?.[DISPLAY_NAME_ANNOTATION] ?? '';
  return given === name ? '' : given;
}

/** Which resource a service has its GPUs of. */
export function gpuKey({ resources = {} }: IModelSpec): string {
  const keys = Object.keys({ ...resources.requests, ...resources.limits });
  return keys.find(key => /(^|[./])gpu$/.test(key)) ?? GPU;
}
