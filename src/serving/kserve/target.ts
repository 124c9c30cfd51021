import {
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { inferenceServices, volumeOf } from '../../tokens';
import type { IKubernetes, IProblem, IServer, State } from '../../tokens';
import { mayWrite } from './access';
import { RuntimeCatalog } from './runtimecatalog';
import { ClusterWatch } from './clusterwatch';
import type { ModelReadiness } from './status/modelready';
import type { translateServices } from './services';
import type { IDeployer } from './deploy/types';
import type { ServiceOperations } from './operations/operations';
import type {
  Capability,
  IAccess,
  IPrediction,
  IPredictionAnswer,
  IRuntime,
  IService,
  IServingTarget
} from '../types';

export interface IKServeTargetOptions {
  kubernetes: IKubernetes;
  server: IServer;
  trans?: TranslationBundle;
}

/**
 * Serves models with KServe in the namespace of the workbench. What is not
 * needed before somebody looks or deploys is loaded then.
 */
export class KServeTarget implements IServingTarget {
  /**
   * Nothing is asked before the first call.
   *
   * @param options - the cluster, the server half and the translation bundle
   */
  constructor(options: IKServeTargetOptions) {
    this._kubernetes = options.kubernetes;
    this._server = options.server;
    this._trans = options.trans ?? nullTranslator.load('jupyterlab-kserve');
    this.label = this._trans.__('Cluster');
    this._catalog = new RuntimeCatalog(this._kubernetes);
    this._live = new ClusterWatch(this._kubernetes, this._server);
    this._live.changed.connect(this._onChanged, this);
  }

  readonly id = 'cluster';
  readonly label: string;
  readonly capabilities: ReadonlySet<Capability> = new Set<Capability>([
    'address',
    'deploy',
    'events',
    'logs',
    'manifest',
    'remove',
    'restart',
    'roll',
    'scale',
    'stop',
    'usage'
  ]);

  get state(): State {
    const { state } = this._live;
    return state === 'ready' && !this._translate ? 'checking' : state;
  }

  get problem(): IProblem | null {
    return this._live.problem;
  }

  get services(): ReadonlyArray<IService> {
    this._services ??=
      this._translate?.({
        target: this.id,
        live: this._live,
        catalog: this._catalog,
        loaded: this._loaded!,
        claim: volumeOf(this._server)?.claim ?? null,
        trans: this._trans
      }) ?? null;
    return this._services ?? [];
  }

  get changed(): ISignal<IServingTarget, void> {
    return this._changed;
  }

  watch(): IDisposable {
    this._watchers += 1;
    if (this._watchers === 1) {
      this._live.start();
      void this._load();
      void this._readRuntimes();
    }
    return new DisposableDelegate(() => {
      this._watchers -= 1;
      if (this._watchers === 0) {
        this._live.stop();
        this._loaded?.stop();
      }
    });
  }

  async runtimes(format: string): Promise<IRuntime[]> {
    const [{ chooseRuntimes }, runtimes] = await Promise.all([
      import('./runtimes'),
      this._catalog.read()
    ]);
    return chooseRuntimes(runtimes, format, this._trans);
  }

  async deployer(): Promise<IDeployer> {
    const { KServeDeployer } = await import('./deploy/deployer');
    const context = {
      kubernetes: this._kubernetes,
      catalog: this._catalog,
      trans: this._trans
    };
    return new KServeDeployer(context, this._server);
  }

  async remove(serviceName: string): Promise<void> {
    await this._kubernetes.delete(inferenceServices, serviceName);
  }

  predict(
    serviceName: string,
    prediction: IPrediction
  ): Promise<IPredictionAnswer> {
    const model = this._loaded?.nameOf(serviceName);
    return this._server.request<IPredictionAnswer>('predict', {
      method: 'POST',
      json: {
        service: serviceName,
        namespace: this._kubernetes.namespace,
        ...prediction,
        ...(model && { model })
      }
    });
  }

  async operations(): Promise<ServiceOperations> {
    const { ServiceOperations } = await import('./operations/operations');
    return new ServiceOperations({
      kubernetes: this._kubernetes,
      server: this._server,
      live: this._live,
      services: () => this.services,
      trans: this._trans
    });
  }

  access(): Promise<IAccess> {
    return mayWrite(this._kubernetes, inferenceServices, this._trans);
  }

  private async _load(): Promise<void> {
    const [{ translateServices }, { ModelReadiness }] = await Promise.all([
      import('./services'),
      import('./status/modelready')
    ]);
    if (!this._loaded) {
      this._loaded = new ModelReadiness(this._server, this._catalog);
      this._loaded.changed.connect(this._onChanged, this);
      this._translate = translateServices;
    }
    this._onChanged();
  }

  /** Only to know the protocols of the services that are there already. */
  private async _readRuntimes(): Promise<void> {
    try {
      await this._catalog.read();
    } catch {
      // The formats say what is usual.
      return;
    }
    this._onChanged();
  }

  private _onChanged(): void {
    // While new lists are on their way the last known services stay.
    if (this.state !== 'checking') {
      this._services = null;
    }
    this._changed.emit();
  }

  private readonly _kubernetes: IKubernetes;
  private readonly _server: IServer;
  private readonly _trans: TranslationBundle;
  private readonly _catalog: RuntimeCatalog;
  private readonly _live: ClusterWatch;
  private _translate: typeof translateServices | null = null;
  private _loaded: ModelReadiness | null = null;
  private _watchers = 0;
  private _services: IService[] | null = null;
  private _changed = new Signal<IServingTarget, void>(this);
}
