import type { V1ResourceQuota } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { problemOf, type IFinding } from '../tokens';
import { resourceQuotas } from './resources';
import type { IKubernetes } from './types';

/**
 * Whether the quotas of the namespace have something left.
 *
 * @param kubernetes - the cluster; it answers
 */
export async function checkQuota(
  kubernetes: IKubernetes,
  trans: TranslationBundle
): Promise<IFinding> {
  let found: V1ResourceQuota[];
  try {
    found = (await kubernetes.list<V1ResourceQuota>(resourceQuotas)).items;
  } catch (error) {
    const { message, hint } = problemOf(error, trans);
    return {
      state: 'unknown',
      message: trans.__('Quota'),
      details: message,
      hint
    };
  }
  const used = found.flatMap(({ metadata, status }) =>
    Object.entries(status?.hard ?? {}).map(([name, hard]) => ({
      spent: (status?.used?.[name] ?? '0') === hard,
      words: `${metadata?.name}: ${name} ${status?.used?.[name] ?? '0'} / ${hard}`
    }))
  );
  const spent = used.filter(entry => entry.spent);
  if (spent.length > 0) {
    return {
      state: 'warning',
      message: trans.__('A quota of the namespace is exhausted'),
      details: spent.map(entry => entry.words).join('; ')
    };
  }
  return {
    state: 'ok',
    message:
      used.length > 0
        ? trans.__('The quota is not exhausted')
        : trans.__('The namespace has no quota'),
    details: used.map(entry => entry.words).join('; ')
  };
}
