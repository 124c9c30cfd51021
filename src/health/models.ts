import type { TranslationBundle } from '@jupyterlab/translation';
import type { IModelStore, IServing } from '../tokens';
import type { ICheck } from './types';

/** More of one kind are counted, not listed. */
const LISTED = 10;

/** The first findings, and how many more there are. */
function listed(findings: ICheck[], more: (count: number) => string): ICheck[] {
  const rest = findings.length - LISTED;
  return rest <= 0
    ? findings
    : [
        ...findings.slice(0, LISTED),
        { outcome: findings[0].outcome, title: more(rest), evidence: '' }
      ];
}

/**
 * Whether what is on the volume can be read and served.
 *
 * @param store - the models; read
 * @param trans - the translation bundle
 */
export function checkModels(
  store: IModelStore,
  trans: TranslationBundle
): ICheck[] {
  if (store.state !== 'ready') {
    return [
      {
        outcome: 'skipped',
        title: trans.__('Whether the models can be read'),
        evidence: store.problem?.message ?? ''
      }
    ];
  }
  const broken = store.models.filter(model => model.state === 'broken');
  const old = store.models.filter(
    model => model.state !== 'broken' && model.layout !== 'versions'
  );
  const fine = store.models.length - broken.length;
  return [
    ...listed(
      broken.map(model => ({
        outcome: 'problem',
        title: `${model.name}: ${model.problem?.message ?? trans.__('it cannot be read')}`,
        evidence: model.problem?.hint ?? '',
        remedy: {
          label: trans.__('Open'),
          command: 'models:open-model',
          args: { name: model.name }
        }
      })),
      count => trans._n('… and %1 more', '… and %1 more', count, count)
    ),
    ...(old.length > 0
      ? [
          {
            outcome: 'note' as const,
            title: trans._n(
              '%1 model has no versions',
              '%1 models have no versions',
              old.length,
              old.length
            ),
            evidence: trans.__(
              'They can be used from notebooks; to serve them safely, convert them to versions: %1',
              old
                .slice(0, LISTED)
                .map(model => model.name)
                .join(', ')
            )
          }
        ]
      : []),
    {
      outcome: 'fine',
      title: trans._n(
        '%1 model can be read',
        '%1 models can be read',
        fine,
        fine
      ),
      evidence: ''
    }
  ];
}

/**
 * Whether what is deployed runs, and points at what is there.
 *
 * @param serving - what is deployed; followed
 * @param store - the models; read
 * @param trans - the translation bundle
 */
export function checkServices(
  serving: IServing,
  store: IModelStore,
  trans: TranslationBundle
): ICheck[] {
  const unseen = serving.targets.find(target => target.state !== 'ready');
  if (unseen) {
    return [
      {
        outcome: 'skipped',
        title: trans.__('What is deployed cannot be read'),
        evidence: unseen.problem?.message ?? ''
      }
    ];
  }
  const versions = new Map(
    store.models.map(model => [model.name, new Set(model.versions)])
  );
  const findings = serving.services.flatMap<ICheck>(service => {
    const { name, status, model } = service;
    const open = {
      label: trans.__('Open'),
      command: 'models:try-service',
      args: { name }
    };
    const missing =
      store.state === 'ready' &&
      model !== null &&
      !versions.get(model.name)?.has(model.version);
    return [
      ...(status.phase === 'failed'
        ? [
            {
              outcome: 'problem' as const,
              title: `${name}: ${status.label}`,
              evidence: status.detail,
              remedy: open
            }
          ]
        : []),
      ...(missing
        ? [
            {
              outcome: 'problem' as const,
              title: trans.__(
                '%1 serves %2 %3, which is not on the volume',
                name,
                model.name,
                model.version
              ),
              evidence: trans.__(
                'It will not start again. Roll it to a version that is there.'
              ),
              remedy: open
            }
          ]
        : [])
    ];
  });
  if (findings.length > 0) {
    return listed(findings, count =>
      trans._n('… and %1 more', '… and %1 more', count, count)
    );
  }
  return [
    {
      outcome: 'fine',
      title:
        serving.services.length === 0
          ? trans.__('Nothing is deployed')
          : trans._n(
              '%1 service has no problem',
              '%1 services have no problem',
              serving.services.length,
              serving.services.length
            ),
      evidence: ''
    }
  ];
}

/**
 * Whether there is a runtime for each format on the volume.
 *
 * @param serving - the targets
 * @param store - the models; read
 * @param trans - the translation bundle
 */
export async function checkRuntimes(
  serving: IServing,
  store: IModelStore,
  trans: TranslationBundle
): Promise<ICheck[]> {
  const frameworks = [
    ...new Set(store.models.flatMap(({ framework }) => framework?.name ?? []))
  ].sort();
  const served: string[] = [];
  const lacking: string[] = [];
  for (const framework of frameworks) {
    const found = await Promise.all(
      serving.targets.map(target => target.runtimes(framework))
    );
    (found.flat().length > 0 ? served : lacking).push(framework);
  }
  return [
    ...lacking.map<ICheck>(framework => ({
      outcome: 'note',
      title: trans.__('No runtime serves %1', framework),
      evidence: trans.__(
        'Models of it can be kept and loaded, not served. A platform engineer can set up a ServingRuntime.'
      )
    })),
    ...(served.length > 0
      ? [
          {
            outcome: 'fine' as const,
            title: trans.__('There are runtimes for %1', served.join(', ')),
            evidence: ''
          }
        ]
      : [])
  ];
}
