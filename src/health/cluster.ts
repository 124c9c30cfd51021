import type { V1ResourceQuota } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { StorageUri } from '../storageuri';
import { ServerError, type IKubernetes } from '../tokens';
import { inferenceServices, quotas } from './resources';
import type { ICheck } from './types';

/** Only ever sent as a dry run. */
const PROBE = 'jupyterlab-kserve-health';

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const hint = error instanceof ServerError ? error.hint : '';
  return [error.message, hint].filter(Boolean).join(' ');
}

/**
 * Whether KServe is there.
 *
 * @param kubernetes - the cluster; it answers
 * @param trans - the translation bundle
 */
export async function checkKServe(
  kubernetes: IKubernetes,
  trans: TranslationBundle
): Promise<ICheck> {
  try {
    await kubernetes.list(inferenceServices, { limit: '1' });
  } catch (error) {
    const status = error instanceof ServerError ? error.status : 0;
    if (status === 404) {
      return {
        outcome: 'problem',
        title: trans.__('KServe is not installed in this cluster'),
        evidence: trans.__(
          'The cluster does not know InferenceServices. Ask a cluster administrator to install KServe.'
        )
      };
    }
    return {
      outcome: status === 403 ? 'skipped' : 'problem',
      title: trans.__('InferenceServices cannot be read'),
      evidence: wordsOf(error)
    };
  }
  return {
    outcome: 'fine',
    title: trans.__('KServe is installed'),
    evidence: inferenceServices.apiVersion
  };
}

/**
 * Whether KServe's admission webhook answers: a dry run, which changes nothing.
 *
 * @param kubernetes - the cluster; it answers
 * @param claim - of the volume
 * @param trans - the translation bundle
 */
export async function checkWebhook(
  kubernetes: IKubernetes,
  claim: string,
  trans: TranslationBundle
): Promise<ICheck> {
  const began = performance.now();
  const model = {
    modelFormat: { name: 'sklearn' },
    storageUri: StorageUri.ofVolume(claim)?.join(PROBE, '1.0.0').toString()
  };
  const service = {
    apiVersion: inferenceServices.apiVersion,
    kind: inferenceServices.kind,
    metadata: { name: PROBE },
    spec: { predictor: { model } }
  };
  try {
    await kubernetes.apply(inferenceServices, service, { dryRun: true });
  } catch (error) {
    const denied = error instanceof ServerError && error.status === 403;
    return {
      outcome: denied ? 'skipped' : 'problem',
      title: denied
        ? trans.__('Whether KServe accepts a service')
        : trans.__('KServe does not accept a service'),
      evidence: wordsOf(error)
    };
  }
  return {
    outcome: 'fine',
    title: trans.__('KServe accepts a service (dry run)'),
    evidence: trans.__('%1 ms', Math.round(performance.now() - began))
  };
}

/**
 * Whether the quotas of the namespace have something left.
 *
 * @param kubernetes - the cluster; it answers
 * @param trans - the translation bundle
 */
export async function checkQuota(
  kubernetes: IKubernetes,
  trans: TranslationBundle
): Promise<ICheck> {
  let found: V1ResourceQuota[];
  try {
    found = (await kubernetes.list<V1ResourceQuota>(quotas)).items;
  } catch (error) {
    return {
      outcome: 'skipped',
      title: trans.__('Whether the quota has room'),
      evidence: wordsOf(error)
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
      outcome: 'note',
      title: trans.__('A quota of the namespace is used up'),
      evidence: spent.map(entry => entry.words).join('; ')
    };
  }
  return {
    outcome: 'fine',
    title:
      used.length > 0
        ? trans.__('The quota has room')
        : trans.__('The namespace has no quota'),
    evidence: used.map(entry => entry.words).join('; ')
  };
}
