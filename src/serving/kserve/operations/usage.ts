import type { V1Pod } from '@kubernetes/client-node';
import {
  ServerError,
  type IKubernetes,
  type IKubernetesObject,
  podMetrics
} from '../../../tokens';
import { numberOf } from '../quantity';
import type { IContainerUse, IUse } from '../../servicetypes';
import { SERVICE_LABEL } from '../annotations';

/**
 * What the metrics API tells of a pod.
 *
 * @see https://github.com/kubernetes/metrics/blob/master/pkg/apis/metrics/v1beta1/types.go
 */
export interface IPodMetrics extends IKubernetesObject {
  containers: { name: string; usage: { cpu?: string; memory?: string } }[];
}

/**
 * What the containers of a service use.
 *
 * @param pods - its pods, with what they asked for
 * @returns null where the cluster does not measure it
 * @throws ServerError when it does, and does not tell
 */
export async function readUsage(
  kubernetes: IKubernetes,
  service: string,
  pods: ReadonlyArray<V1Pod>
): Promise<IContainerUse[] | null> {
  try {
    const { items } = await kubernetes.list<IPodMetrics>(podMetrics, {
      labelSelector: `${SERVICE_LABEL}=${service}`
    });
    return usageOf(items, pods);
  } catch (error) {
    if (error instanceof ServerError && error.reason === 'KindMissing') {
      return null;
    }
    throw error;
  }
}

/**
 * What containers use, beside what they asked for. Pure.
 *
 * @param metrics - what was measured
 * @param pods - the pods
 */
export function usageOf(
  metrics: ReadonlyArray<IPodMetrics>,
  pods: ReadonlyArray<V1Pod>
): IContainerUse[] {
  return metrics.flatMap(({ metadata, containers }) =>
    containers.map(({ name, usage }) => {
      const resources = pods
        .find(pod => pod.metadata?.name === metadata?.name)
        ?.spec?.containers.find(found => found.name === name)?.resources;
      const use = (resource: 'cpu' | 'memory'): IUse => ({
        used: numberOf(usage[resource] ?? ''),
        request: amountOf(resources?.requests?.[resource]),
        limit: amountOf(resources?.limits?.[resource])
      });
      return {
        instance: metadata?.name ?? '',
        container: name,
        cpu: use('cpu'),
        memory: use('memory')
      };
    })
  );
}

function amountOf(text: string | undefined): number | null {
  const amount = numberOf(text ?? '');
  return Number.isNaN(amount) ? null : amount;
}
