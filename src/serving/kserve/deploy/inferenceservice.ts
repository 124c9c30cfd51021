import { inferenceServices } from '../../../tokens';
import type { V1ObjectMeta } from '@kubernetes/client-node';
import {
  type IInferenceService,
  type IModelSpec,
  type IPredictorSpec,
  type IQuantities
} from '../kservetypes';
import {
  AUTH,
  EXPOSED,
  VISIBILITY,
  gpuKey,
  upgradeLegacyPredictor,
  readDeployment
} from './parse';
import { DASHBOARD_LABEL, DISPLAY_NAME_ANNOTATION } from '../annotations';
import type { IDeployment } from './types';
import type { IClaim } from '../types';

const MODEL_TYPE = 'opendatahub.io/model-type';

/** What the object needs beside the deployment itself. */
export interface IBuildContext {
  namespace: string | null;
  /** What has to be stated for the runtime; null when nothing has to. */
  protocolVersion: string | null;
  /** The claim of our volume, to read models from storageUris. */
  claim?: string | null;
  /** The volume as the cluster has it, where that is known. */
  volume?: IClaim | null;
}

type Step = (
  service: IInferenceService,
  wanted: IDeployment,
  found: IDeployment,
  context: IBuildContext
) => IInferenceService;

const applyName: Step = (service, { serviceName }, _found, { namespace }) =>
  withMetadata(service, {
    name: serviceName,
    ...(namespace && { namespace })
  });

/** With these the ODH dashboard lists the service under its name. */
const applyDashboard: Step = (service, wanted, found) => {
  const { labels, annotations } = service.metadata ?? {};
  return withMetadata(service, {
    labels: without({
      ...labels,
      [DASHBOARD_LABEL]: 'true',
      ...(wanted.route !== found.route && {
        [VISIBILITY]: wanted.route ? EXPOSED : undefined
      })
    }),
    annotations: without({
      [MODEL_TYPE]: 'predictive',
      ...annotations,
      [DISPLAY_NAME_ANNOTATION]: wanted.displayName || wanted.serviceName,
      [AUTH]: String(wanted.auth)
    })
  });
};

const applyModel: Step = (service, { model, runtime }, found) =>
  withModel(service, {
    ...(model.format !== found.model.format && {
      modelFormat: { name: model.format }
    }),
    ...(runtime && { runtime }),
    storageUri: model.uri
  });

/** KServe assumes V1 when none is stated, and refuses a runtime without it. */
const applyProtocol: Step = (
  service,
  { runtime },
  found,
  { protocolVersion }
) => {
  if (protocolVersion !== null) {
    return withModel(service, { protocolVersion });
  }
  return runtime === found.runtime
    ? service
    : withModel(service, { protocolVersion: undefined });
};

/** Requests and limits are one field; they stay apart until it is changed. */
const applyResources: Step = (service, wanted, found) => {
  const model = service.spec?.predictor?.model ?? {};
  const amounts: Record<string, string | undefined> = {};
  if (wanted.cpu !== found.cpu) {
    amounts.cpu = wanted.cpu || undefined;
  }
  if (wanted.memory !== found.memory) {
    amounts.memory = wanted.memory || undefined;
  }
  if (wanted.gpu !== found.gpu) {
    const none = wanted.gpu === '' || Number(wanted.gpu) === 0;
    amounts[gpuKey(model)] = none ? undefined : wanted.gpu;
  }
  if (Object.keys(amounts).length === 0) {
    return service;
  }
  const changed = (before?: IQuantities) => without({ ...before, ...amounts });
  return withModel(service, {
    resources: {
      ...model.resources,
      requests: changed(model.resources?.requests),
      limits: changed(model.resources?.limits)
    }
  });
};

const applyReplicas: Step = (service, wanted, found) =>
  withPredictor(service, {
    ...(wanted.minReplicas !== found.minReplicas && {
      minReplicas: numberOf(wanted.minReplicas)
    }),
    ...(wanted.maxReplicas !== found.maxReplicas && {
      maxReplicas: numberOf(wanted.maxReplicas)
    })
  });

const applyEnvironment: Step = (service, { environment }, found) => {
  if (JSON.stringify(environment) === JSON.stringify(found.environment)) {
    return service;
  }
  const before = service.spec?.predictor?.model?.env ?? [];
  const env = environment.flatMap(({ name, value }) =>
    value === null
      ? before.filter(variable => variable.name === name)
      : [{ name, value }]
  );
  return withModel(service, { env: env.length > 0 ? env : undefined });
};

/** A volume that one node may mount: never two pods, and all on that node. */
const applyVolume: Step = (service, wanted, found, { volume }) => {
  const { affinity } = service.spec?.predictor ?? {};
  return withPredictor(service, {
    ...(wanted.recreate !== found.recreate && {
      deploymentStrategy: wanted.recreate ? { type: 'Recreate' } : undefined
    }),
    ...(volume?.node &&
      wanted.recreate &&
      !affinity && { affinity: onNode(volume.node) })
  });
};

function onNode(name: string): IPredictorSpec['affinity'] {
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchFields: [
              { key: 'metadata.name', operator: 'In', values: [name] }
            ]
          }
        ]
      }
    }
  };
}

/** Puts the last lines of the log of a crash into the pod's status. */
const applyDiagnosis: Step = service =>
  withModel(service, {
    terminationMessagePolicy:
      service.spec?.predictor?.model?.terminationMessagePolicy ??
      'FallbackToLogsOnError'
  });

function numberOf(text: string): number | undefined {
  return text === '' ? undefined : Number(text);
}

/** The same without what is undefined. */
function without<T>(values: Record<string, T | undefined>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined)
  ) as Record<string, T>;
}

function withMetadata(
  service: IInferenceService,
  changes: V1ObjectMeta
): IInferenceService {
  return { ...service, metadata: { ...service.metadata, ...changes } };
}

function withPredictor(
  service: IInferenceService,
  changes: IPredictorSpec
): IInferenceService {
  const predictor = without({ ...service.spec?.predictor, ...changes });
  return { ...service, spec: { ...service.spec, predictor } };
}

function withModel(
  service: IInferenceService,
  changes: IModelSpec
): IInferenceService {
  const model = without({ ...service.spec?.predictor?.model, ...changes });
  return withPredictor(service, { model });
}

/**
 * The object that serves a version of a model. What `base` has and the form
 * does not know is kept; what the form leaves as it is, too. Pure.
 *
 * @param deployment - what the user filled in
 * @param context - where, and with what kind of runtime
 * @param base - what to start from; nothing for a new service
 */
export function buildInferenceService(
  deployment: IDeployment,
  context: IBuildContext,
  base: IInferenceService = {}
): IInferenceService {
  const steps = [
    applyName,
    applyDashboard,
    applyModel,
    applyProtocol,
    applyResources,
    applyReplicas,
    applyEnvironment,
    applyVolume,
    applyDiagnosis
  ];
  const { apiVersion, kind } = inferenceServices;
  const found = readDeployment(base, context.claim ?? null);
  return steps.reduce<IInferenceService>(
    (service, step) => step(service, deployment, found, context),
    // These two first, as everybody writes them.
    { apiVersion, kind, ...upgradeLegacyPredictor(base) }
  );
}
