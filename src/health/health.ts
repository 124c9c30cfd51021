import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import type { IKubernetes, IModelStore, IServer, IServing } from '../tokens';
import { checkKServe, checkQuota, checkWebhook } from './cluster';
import { checkModels, checkRuntimes, checkServices } from './models';
import { checkPermissions } from './permissions';
import type { ICheck, ICheckGroup, IHealth } from './types';
import { checkClaim, checkVolume } from './volume';

/** How long the services may take to be listed. */
const PATIENCE_MS = 15_000;

/** What a Health is made with. */
export interface IHealthOptions {
  server: IServer;
  store: IModelStore;
  kubernetes: IKubernetes;
  serving: IServing;
  trans: TranslationBundle;
}

/** Whether everything that the extension needs is there and works. */
export class Health implements IHealth {
  /**
   * Nothing is asked before the first check.
   *
   * @param options - what is checked, and the translation bundle
   */
  constructor(private readonly options: IHealthOptions) {
    const { trans } = options;
    this._groups = [
      { id: 'models', title: trans.__('Models and services') },
      { id: 'volume', title: trans.__('Volume') },
      { id: 'permissions', title: trans.__('Permissions') },
      { id: 'cluster', title: trans.__('Cluster and KServe') },
      { id: 'runtimes', title: trans.__('Runtimes') },
      { id: 'extension', title: trans.__('This extension') }
    ].map(group => ({ ...group, running: false, checks: [] }));
  }

  get groups(): ReadonlyArray<ICheckGroup> {
    return this._groups;
  }

  get checked(): number | null {
    return this._checked;
  }

  get changed(): ISignal<IHealth, void> {
    return this._changed;
  }

  check(): Promise<void> {
    // Who asks again while it runs gets the same answer.
    this._running ??= this._check().finally(() => {
      this._running = null;
    });
    return this._running;
  }

  private async _check(): Promise<void> {
    const { server, store, serving, trans } = this.options;
    this._groups = this._groups.map(group => ({ ...group, running: true }));
    this._changed.emit();
    await server.check();
    if (server.state !== 'ready' || !server.status) {
      const { problem } = server;
      this._groups = this._groups.map(group => ({
        ...group,
        running: false,
        checks:
          group.id === 'extension'
            ? [
                {
                  outcome: 'problem',
                  title:
                    problem?.message ??
                    trans.__('The server half does not answer'),
                  evidence: problem?.hint ?? ''
                }
              ]
            : []
      }));
      this._end();
      return;
    }
    const { models, version, api } = server.status;
    // Two groups look at the list; it is read once.
    const read = store.refresh();
    await Promise.all([
      this._fill('extension', () => [
        {
          outcome: 'fine',
          title: trans.__('Both halves of the extension understand each other'),
          evidence: trans.__('server half %1, interface %2', version, api)
        }
      ]),
      this._fill('volume', async () => [
        ...checkVolume(models, trans),
        ...(await this._inCluster(kubernetes =>
          checkClaim(kubernetes, models.claim, trans)
        ))
      ]),
      this._fill('permissions', () =>
        this._inCluster(kubernetes =>
          checkPermissions(
            kubernetes,
            server.status?.kubernetes.identity ?? '',
            trans
          )
        )
      ),
      this._fill('cluster', () => this._checkCluster(models.claim)),
      this._fill('models', async () => {
        await Promise.all([read, this._listed()]);
        return [
          ...checkModels(store, trans),
          ...(await this._inCluster(() => checkServices(serving, store, trans)))
        ];
      }),
      this._fill('runtimes', async () => {
        await read;
        return this._inCluster(() => checkRuntimes(serving, store, trans));
      })
    ]);
    this._end();
  }

  private async _checkCluster(claim: string): Promise<ICheck[]> {
    const { kubernetes, server, trans } = this.options;
    if (kubernetes.state !== 'ready') {
      const { problem } = kubernetes;
      return [
        {
          outcome: 'problem',
          title: problem?.message ?? trans.__('The cluster does not answer'),
          evidence: problem?.hint ?? ''
        }
      ];
    }
    return [
      {
        outcome: 'fine',
        title: trans.__('The cluster answers'),
        evidence: [
          server.status?.kubernetes.server,
          server.status?.kubernetes.identity
        ]
          .filter(Boolean)
          .join(' · ')
      },
      ...(await Promise.all([
        checkKServe(kubernetes, trans),
        checkWebhook(kubernetes, claim, trans),
        checkQuota(kubernetes, trans)
      ]))
    ];
  }

  /** What needs the cluster; nothing where there is none: that is one finding, not many. */
  private async _inCluster(
    checks: (
      kubernetes: IKubernetes
    ) => ICheck | ICheck[] | Promise<ICheck | ICheck[]>
  ): Promise<ICheck[]> {
    const { kubernetes, trans } = this.options;
    if (kubernetes.state === 'ready') {
      return [await checks(kubernetes)].flat();
    }
    return [
      {
        outcome: 'skipped',
        title: trans.__('Not checked: there is no cluster'),
        evidence: ''
      }
    ];
  }

  /** The services have been listed, or the cluster had time enough for it. */
  private _listed(): Promise<void> {
    const { serving } = this.options;
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

  private async _fill(
    id: string,
    checks: () => ICheck[] | Promise<ICheck[]>
  ): Promise<void> {
    let found: ICheck[];
    try {
      found = await checks();
    } catch (error) {
      found = [
        {
          outcome: 'skipped',
          title: this.options.trans.__('This could not be checked'),
          evidence: error instanceof Error ? error.message : String(error)
        }
      ];
    }
    this._groups = this._groups.map(group =>
      group.id === id ? { ...group, running: false, checks: found } : group
    );
    this._changed.emit();
  }

  private _end(): void {
    this._checked = Date.now();
    this._changed.emit();
  }

  private _groups: ICheckGroup[];
  private _checked: number | null = null;
  private _running: Promise<void> | null = null;
  private readonly _changed = new Signal<IHealth, void>(this);
}
