import type { TranslationBundle } from '@jupyterlab/translation';
import { CommandIDs } from '../commandids';
import type { IFinding, IModelStore } from '../tokens';
import type { IServing } from './types';

/** How long the services may take to be listed. */
const PATIENCE_MS = 15_000;

/**
 * Whether what is deployed runs, and points at what is there.
 *
 * @param serving - what is deployed; followed
 * @param store - the models; read
 */
export function checkServices(
  serving: IServing,
  store: IModelStore,
  trans: TranslationBundle
): IFinding[] {
  const unseen = serving.targets.find(target => target.state !== 'ready');
  if (unseen) {
    return [
      {
        state: 'unknown',
        message: trans.__('Services cannot be read'),
        details: unseen.problem?.message
      }
    ];
  }
  const versions = new Map(
    store.models.map(model => [model.name, new Set(model.versions)])
  );
  const findings = serving.services.flatMap<IFinding>(service => {
    const { name, status, model } = service;
    const open = {
      label: trans.__('Open'),
      command: CommandIDs.tryService,
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
              state: 'problem' as const,
              message: `${name}: ${status.label}`,
              details: status.detail,
              remedy: open
            }
          ]
        : []),
      ...(missing
        ? [
            {
              state: 'problem' as const,
              message: trans.__(
                '%1 serves %2 %3, which is not on the volume',
                name,
                model.name,
                model.version
              ),
              hint: trans.__(
                'The service will fail when its pod restarts. Change it to a version that exists.'
              ),
              remedy: open
            }
          ]
        : [])
    ];
  });
  if (findings.length > 0) {
    return findings;
  }
  return [
    {
      state: 'ok',
      message:
        serving.services.length === 0
          ? trans.__('No services are deployed')
          : trans._n(
              '%1 service without problems',
              '%1 services without problems',
              serving.services.length,
              serving.services.length
            )
    }
  ];
}

/**
 * Whether there is a runtime for each format on the volume.
 *
 * @param serving - the targets
 * @param store - the models; read
 */
export async function checkRuntimes(
  serving: IServing,
  store: IModelStore,
  trans: TranslationBundle
): Promise<IFinding[]> {
  const frameworks = [
    ...new Set(store.models.flatMap(({ framework }) => framework?.name ?? []))
  ].sort();
  const served: string[] = [];
  const lacking: string[] = [];
  for (const framework of frameworks) {
    const found = await Promise.all(
      serving.targets.map(
        target => target.runtimes?.(framework) ?? Promise.resolve([])
      )
    );
    (found.flat().length > 0 ? served : lacking).push(framework);
  }
  return [
    ...lacking.map<IFinding>(framework => ({
      state: 'warning',
      message: trans.__('No runtime serves %1', framework),
      hint: trans.__(
        'You can save and load models of this format, but not serve them. Ask your cluster administrator to set up a ServingRuntime.'
      )
    })),
    ...(served.length > 0
      ? [
          {
            state: 'ok' as const,
            message: trans.__(
              'Runtimes are available for %1',
              served.join(', ')
            )
          }
        ]
      : [])
  ];
}

/**
 * Wait until the services have been listed, or the cluster had time enough for it.
 *
 * @param serving - what is deployed; followed
 */
export function servicesListed(serving: IServing): Promise<void> {
  const known = () =>
    serving.targets.every(target => target.state !== 'checking');
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer);
      serving.changed.disconnect(look);
      resolve();
    };
    const look = () => known() && end();
    const timer = setTimeout(end, PATIENCE_MS);
    serving.changed.connect(look);
    look();
  });
}
