import type { TranslationBundle } from '@jupyterlab/translation';
import { inferenceServices, problemOf, ServerError } from '../../tokens';
import type { IFinding, IKubernetes } from '../../tokens';

/** Only ever sent as a dry run. */
const PROBE = 'jupyterlab-kserve-health';

/**
 * Whether KServe's admission webhook answers: a dry run, which changes nothing.
 *
 * @param kubernetes - the cluster; it answers
 * @param claim - of the volume
 */
export async function checkWebhook(
  kubernetes: IKubernetes,
  claim: string,
  trans: TranslationBundle
): Promise<IFinding> {
  const began = performance.now();
  const model = {
    modelFormat: { name: 'sklearn' },
    storageUri: `pvc://${claim}/${PROBE}/1.0.0`
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
    const { message, hint } = problemOf(error, trans);
    const denied = error instanceof ServerError && error.status === 403;
    return {
      state: denied ? 'unknown' : 'problem',
      message: denied
        ? trans.__('KServe accepts services')
        : trans.__('KServe refuses a test service'),
      details: message,
      hint
    };
  }
  return {
    state: 'ok',
    message: trans.__('KServe accepts services (dry run)'),
    details: trans.__('%1 ms', Math.round(performance.now() - began))
  };
}
