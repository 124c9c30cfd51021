import type { V1Pod } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { StorageUri } from '../../storageuri';
import type { RuntimeCatalog } from './runtimecatalog';
import type { IInferenceService } from './kservetypes';
import type { ClusterWatch } from './clusterwatch';
import { protocolsOf } from './protocols';
import type { ModelReadiness } from './status/modelready';
import { SERVICE_LABEL } from './annotations';
import { translateStatus, unknownStatus } from './status/status';
import type { IService } from '../types';

/** What services are read from. */
export interface IServicesContext {
  /** Id of the target. */
  target: string;
  live: ClusterWatch;
  catalog: RuntimeCatalog;
  loaded: ModelReadiness;
  /** The claim of our volume; null when it is not known. */
  claim: string | null;
  trans: TranslationBundle;
}

/**
 * What the cluster holds as services. Loaded with the first watch, not with the
 * page: most of it is words for what can go wrong.
 *
 * @param context - the cluster as it is now
 */
export function translateServices(context: IServicesContext): IService[] {
  const podsOf = new Map<string, V1Pod[]>();
  for (const pod of context.live.pods) {
    const name = pod.metadata?.labels?.[SERVICE_LABEL] ?? '';
    podsOf.set(name, [...(podsOf.get(name) ?? []), pod]);
  }
  return context.live.services.map(service =>
    translate(service, podsOf.get(service.metadata?.name ?? '') ?? [], context)
  );
}

function translate(
  service: IInferenceService,
  pods: V1Pod[],
  { target, live, catalog, loaded, claim, trans }: IServicesContext
): IService {
  const { metadata, status } = service;
  const model = service.spec?.predictor?.model;
  const storageUri = model?.storageUri ?? null;
  const runtime =
    model?.runtime ??
    status?.servingRuntimeName ??
    status?.clusterServingRuntimeName ??
    null;
  return {
    target,
    name: metadata?.name ?? '',
    namespace: metadata?.namespace ?? '',
    model:
      StorageUri.parse(storageUri)?.model(StorageUri.ofVolume(claim)) ?? null,
    storageUri,
    runtime,
    protocols: protocolsOf(catalog.find(runtime), model),
    status:
      live.state === 'unavailable'
        ? unknownStatus(trans)
        : translateStatus(
            {
              service,
              pods,
              events: live.events,
              loaded: loaded.of(service, pods)
            },
            trans
          ),
    created: metadata?.creationTimestamp
      ? String(metadata.creationTimestamp)
      : null,
    url: status?.address?.url ?? status?.url ?? null
  };
}
