import type { V1ResourceQuota } from '@kubernetes/client-node';
import { resourceQuotas } from '../../../tokens';
import type { IKubernetes } from '../../../tokens';
import { numberOf } from '../quantity';
import type { IDeployment, IQuota, IShortage } from './types';

/**
 * What the namespace may use, and uses.
 *
 * @returns null when the cluster does not say
 */
export async function readQuotas(
  kubernetes: IKubernetes
): Promise<IQuota[] | null> {
  try {
    const { items } = await kubernetes.list<V1ResourceQuota>(resourceQuotas);
    return items.map(({ metadata, status }) => ({
      name: metadata?.name ?? '',
      hard: status?.hard ?? {},
      used: status?.used ?? {}
    }));
  } catch {
    return null;
  }
}

/**
 * What the quotas do not have room for. The pods of a service that is changed
 * run beside the new ones for a while, so that these count in full. Pure.
 *
 * @param deployment - what is wanted
 * @param quotas - of the namespace
 */
export function shortagesOf(
  { cpu, memory, gpu, minReplicas }: IDeployment,
  quotas: ReadonlyArray<IQuota>
): IShortage[] {
  const pods = Math.max(1, Number(minReplicas || 1));
  const wanted: [RegExp, number, 'cores' | 'bytes' | 'pieces'][] = [
    [/^((requests|limits)\.)?cpu$/, numberOf(cpu) * pods, 'cores'],
    [/^((requests|limits)\.)?memory$/, numberOf(memory) * pods, 'bytes'],
    [/^requests\..*gpu$/, numberOf(gpu || '0') * pods, 'pieces'],
    [/^(count\/)?pods$/, pods, 'pieces']
  ];
  return quotas.flatMap(({ name, hard, used }) =>
    Object.entries(hard).flatMap(([resource, limit]) => {
      const [, amount, unit] =
        wanted.find(([pattern]) => pattern.test(resource)) ?? [];
      const free = numberOf(limit) - numberOf(used[resource] ?? '0');
      return amount !== undefined && unit && amount > 0 && amount > free
        ? [
            {
              quota: name,
              resource,
              wanted: amount,
              free: Math.max(0, free),
              unit
            }
          ]
        : [];
    })
  );
}
