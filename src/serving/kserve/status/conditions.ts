import type { TranslationBundle } from '@jupyterlab/translation';
import { failureOf } from '../diagnosis/causes';
import type { ICondition, IInferenceService } from '../kservetypes';
import { STOP_ANNOTATION } from '../annotations';
import type { IFailure } from '../../types';

// What the status of a service itself says.

/**
 * Reasons of a false condition that every healthy start shows for a while. A
 * crash and a missing image show the same: their reasons are in the pods.
 */
const benign =
  /^$|^Stopped$|^MinimumReplicas|ReplicaSet|RevisionMissing|Deploying|Unin?itialized|NotConfigured|NotReady$|NotReconciled|ingress not created/;

/** Whether somebody stopped a service. */
export function isStopped(service: IInferenceService): boolean {
  return (
    service.metadata?.annotations?.[STOP_ANNOTATION] === 'true' ||
    (condition(service, 'Stopped')?.status === 'True' &&
      condition(service, 'Ready')?.status !== 'True')
  );
}

/** The spec itself cannot be served, whatever the pods do. */
export function modelFailure(
  service: IInferenceService,
  trans: TranslationBundle
): IFailure | null {
  const { transitionStatus, lastFailureInfo } =
    service.status?.modelStatus ?? {};
  if (transitionStatus !== 'InvalidSpec') {
    return null;
  }
  const { runtime, modelFormat } = service.spec?.predictor?.model ?? {};
  const format = modelFormat?.name ?? '';
  const message = lastFailureInfo?.message ?? '';
  const failure = (cause: IFailure['cause'], words: string): IFailure => ({
    cause,
    words,
    evidence: message,
    source: 'condition'
  });
  switch (lastFailureInfo?.reason) {
    case 'RuntimeNotRecognized':
      return failure(
        'runtime-missing',
        trans.__('the runtime %1 does not exist', runtime ?? '')
      );
    case 'RuntimeDisabled':
      return failure(
        'runtime-disabled',
        trans.__('the runtime %1 is disabled', runtime ?? '')
      );
    case 'NoSupportingRuntime':
      return failure(
        'runtime-format',
        runtime
          ? trans.__('the runtime %1 does not support %2', runtime, format)
          : trans.__('no runtime supports %1', format)
      );
    default:
      return failureOf(
        message || trans.__('KServe rejects the spec of the service'),
        'condition',
        trans
      );
  }
}

/**
 * KServe saw the model fail. The failure itself stays in the status after a
 * recovery: only together with the state of the transition it is news.
 */
export function loadFailure(
  service: IInferenceService,
  trans: TranslationBundle
): IFailure | null {
  const { transitionStatus, lastFailureInfo, states } =
    service.status?.modelStatus ?? {};
  if (
    transitionStatus !== 'BlockedByFailedLoad' &&
    states?.targetModelState !== 'FailedToLoad'
  ) {
    return null;
  }
  return failureOf(
    lastFailureInfo?.message ||
      trans.__('the model failed to load, see the log'),
    'condition',
    trans,
    'crash'
  );
}

/** A condition that is false, and not for a reason that passes. */
export function conditionFailure(
  service: IInferenceService,
  trans: TranslationBundle
): IFailure | null {
  const failed = (service.status?.conditions ?? []).filter(
    ({ type, status, reason }) =>
      type !== 'Stopped' && status === 'False' && !benign.test(reason ?? '')
  );
  // Ready repeats what one of the others says first.
  const first = failed.find(({ type }) => type !== 'Ready') ?? failed[0];
  return first
    ? failureOf(first.message || first.reason || first.type, 'condition', trans)
    : null;
}

/** The condition of a type; undefined without one. */
export function condition(
  service: IInferenceService,
  type: string
): ICondition | undefined {
  return service.status?.conditions?.find(found => found.type === type);
}
