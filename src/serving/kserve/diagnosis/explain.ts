import type { TranslationBundle } from '@jupyterlab/translation';
import { StorageUri } from '../../../storageuri';
import { clusterExplanations } from './cluster';
import { modelExplanations } from './model';
import type { Explain } from './types';
import type { IExplanation, IFailureFacts, Remedy } from '../../servicetypes';
import type { IFailure } from '../../types';
import { versionSkew } from './versionskew';

const explanations: Readonly<Record<string, Explain>> = {
  ...modelExplanations,
  ...clusterExplanations
};

/**
 * Why a service cannot start, in words, and what to do about it. Pure.
 *
 * @param facts - the service, and what was found around it
 * @returns null for a service that nothing speaks against
 */
export function explainFailure(
  facts: IFailureFacts,
  trans: TranslationBundle
): IExplanation | null {
  const { failure } = facts.service.status;
  if (!failure) {
    return null;
  }
  const skew = versionSkew(
    `${failure.evidence}\n${facts.log}`,
    facts.libraries
  );
  // A crash whose own words say nothing, after a warning that versions differ.
  const cause =
    failure.cause === 'crash' && skew.length > 0 ? 'versions' : failure.cause;
  const explain = explanations[cause] ?? modelExplanations.unclear;
  const words = explain({ facts, failure, skew, trans });
  return {
    title: words.title,
    cause: words.cause,
    found: words.found ?? [],
    advice: words.advice,
    remedies: [
      ...wayBack(facts, trans),
      ...(words.remedies ?? []),
      ...(failure.container && words.log !== false
        ? [{ kind: 'log', label: trans.__('Show log') } as const]
        : [])
    ],
    evidence: failure.evidence,
    source: sourceOf(failure, trans)
  };
}

/** What was served before the last change is known to have worked. */
function wayBack(facts: IFailureFacts, trans: TranslationBundle): Remedy[] {
  const { previousUri } = facts.details;
  if (!previousUri || previousUri === facts.service.storageUri) {
    return [];
  }
  const version = StorageUri.parse(previousUri)?.name || previousUri;
  return [
    {
      kind: 'change',
      label: trans.__('Roll back to %1', version),
      change: { storageUri: previousUri }
    }
  ];
}

function sourceOf(failure: IFailure, trans: TranslationBundle): string {
  switch (failure.source) {
    case 'pod':
      return trans.__('Pod status');
    case 'event':
      return trans.__('Events of the namespace');
    case 'model':
      return trans.__('Response of the model server');
    default:
      return trans.__('Service status');
  }
}
