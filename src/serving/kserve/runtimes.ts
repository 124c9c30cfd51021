import type { TranslationBundle } from '@jupyterlab/translation';
import type { IRuntimes } from './runtimecatalog';
import type { IServingRuntime } from './kservetypes';
import { protocolsOf } from './protocols';
import { DISPLAY_NAME_ANNOTATION } from './annotations';
import { VOLUME_RUNTIME } from './runtimetemplate';
import type { IRuntime } from '../types';

interface ICandidate {
  name: string;
  scope: IRuntime['scope'];
  runtime: IServingRuntime;
  autoSelect: boolean;
  priority: number;
}

/**
 * The runtimes that take a model format, the best first. Pure.
 *
 * @param runtimes - what can be seen
 * @param format - KServe's name of the format
 */
export function chooseRuntimes(
  runtimes: IRuntimes,
  format: string,
  trans: TranslationBundle
): IRuntime[] {
  const candidates = [
    ...candidatesOf(runtimes.namespaced, 'namespace', format),
    ...candidatesOf(runtimes.cluster ?? [], 'cluster', format)
  ];
  // KServe takes the namespace's own when both have the name.
  const visible = candidates.filter(
    (candidate, index) =>
      candidates.findIndex(({ name }) => name === candidate.name) === index
  );
  return visible.sort(compare).map((candidate, index) => ({
    name: candidate.name,
    scope: candidate.scope,
    displayName:
      candidate.runtime.metadata?.annotations?.[DISPLAY_NAME_ANNOTATION] ||
      candidate.name,
    protocols: protocolsOf(candidate.runtime, {
      modelFormat: { name: format }
    }),
    image: imageOf(candidate.runtime),
    note: [
      noteOf(candidate, index === 0, trans),
      ...(index === 0 && runtimes.cluster === null
        ? [trans.__('Cluster-wide runtimes cannot be viewed.')]
        : [])
    ].join(' ')
  }));
}

/** The image that serves the model. */
function imageOf({ spec }: IServingRuntime): string {
  const containers = spec?.containers ?? [];
  const server =
    containers.find(({ name }) => name === 'kserve-container') ?? containers[0];
  return server?.image ?? '';
}

function candidatesOf(
  runtimes: ReadonlyArray<IServingRuntime>,
  scope: IRuntime['scope'],
  format: string
): ICandidate[] {
  return runtimes.flatMap(runtime => {
    const { disabled, multiModel, supportedModelFormats } = runtime.spec ?? {};
    const supported = (supportedModelFormats ?? []).filter(
      ({ name }) => name === format
    );
    if (disabled || multiModel || supported.length === 0) {
      return [];
    }
    const automatic = supported.filter(({ autoSelect }) => autoSelect);
    return [
      {
        name: runtime.metadata?.name ?? '',
        scope,
        runtime,
        autoSelect: automatic.length > 0,
        priority: Math.max(0, ...automatic.map(({ priority }) => priority ?? 0))
      }
    ];
  });
}

function compare(one: ICandidate, other: ICandidate): number {
  const rank = ({ name, scope, autoSelect, priority }: ICandidate) => [
    scope === 'namespace' ? 0 : 1,
    name === VOLUME_RUNTIME ? 0 : 1,
    autoSelect ? 0 : 1,
    -priority
  ];
  const ranks = rank(one);
  const others = rank(other);
  const differing = ranks.findIndex((value, i) => value !== others[i]);
  if (differing >= 0) {
    return ranks[differing] - others[differing];
  }
  return one.name < other.name ? -1 : 1;
}

function noteOf(
  { name, scope, autoSelect }: ICandidate,
  proposed: boolean,
  trans: TranslationBundle
): string {
  const where =
    scope === 'namespace'
      ? trans.__('A runtime in this namespace.')
      : trans.__('A cluster-wide runtime.');
  if (!proposed) {
    return where;
  }
  if (name === VOLUME_RUNTIME) {
    return trans.__(
      'Suggested because it is designed for models on the volume.'
    );
  }
  return autoSelect
    ? trans.__('Suggested because KServe selects it by default.')
    : trans.__(
        'Suggested as the first runtime that supports this format. %1',
        where
      );
}
