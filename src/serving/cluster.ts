import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import {
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { ServerError } from '../tokens';
import type { IKubernetes, IProblem, IServer, State } from '../tokens';
import {
  buildInferenceService,
  modelOf,
  type IInferenceService
} from './inferenceservice';
import { Live } from './live';
import { amountProblem, nameProblem } from './names';
import { refusalOf } from './refusal';
import { inferenceServices, SERVICE_LABEL } from './resources';
import { chooseRuntimes } from './runtimes';
import { RuntimeCatalog } from './catalog';
import { translateStatus, unknownStatus } from './status';
import type {
  IDeployment,
  IFieldProblem,
  IPrediction,
  IPredictionAnswer,
  IRuntime,
  IService,
  IServingTarget
} from './types';

/** What a ClusterTarget is made with. */
export interface IClusterTargetOptions {
  kubernetes: IKubernetes;
  server: IServer;
  trans?: TranslationBundle;
}

/** Serves models with KServe in the namespace of the workbench. */
export class ClusterTarget implements IServingTarget {
  /**
   * Nothing is asked before the first call.
   *
   * @param options - the cluster, the server half and the translation bundle
   */
  constructor(options: IClusterTargetOptions) {
    this._kubernetes = options.kubernetes;
    this._server = options.server;
    this._trans = options.trans ?? nullTranslator.load('jupyterlab-kserve');
    this.label = this._trans.__('Cluster');
    this._catalog = new RuntimeCatalog(this._kubernetes);
    this._live = new Live(this._kubernetes, this._server);
    this._live.changed.connect(this._onChanged, this);
  }

  readonly id = 'cluster';
  readonly label: string;

  get state(): State {
    return this._live.state;
  }

  get problem(): IProblem | null {
    return this._live.problem;
  }

  get services(): ReadonlyArray<IService> {
    this._services ??= this._translate();
    return this._services;
  }

  get changed(): ISignal<IServingTarget, void> {
    return this._changed;
  }

  watch(): IDisposable {
    this._watchers += 1;
    if (this._watchers === 1) {
      this._live.start();
      void this._readRuntimes();
    }
    return new DisposableDelegate(() => {
      this._watchers -= 1;
      if (this._watchers === 0) {
        this._live.stop();
      }
    });
  }

  async runtimes(format: string): Promise<IRuntime[]> {
    return chooseRuntimes(await this._catalog.read(), format, this._trans);
  }

  checkName(name: string): string | null {
    return nameProblem(name, this._kubernetes.namespace, this._trans);
  }

  build(deployment: IDeployment): IInferenceService {
    const { runtime, model } = deployment;
    const protocols = this._catalog.protocols(runtime, model.format);
    return buildInferenceService(deployment, {
      namespace: this._kubernetes.namespace,
      v2Only: protocols !== null && !protocols.includes('v1')
    });
  }

  async check(deployment: IDeployment): Promise<IFieldProblem[]> {
    const own = await this._checkHere(deployment);
    if (own.length > 0) {
      return own;
    }
    try {
      const result = await this._kubernetes.apply(
        inferenceServices,
        this.build(deployment),
        { dryRun: true }
      );
      const changed = this._storageProblem(deployment, result);
      return changed ? [{ ...changed, field: null }] : [];
    } catch (error) {
      const problems = refusalOf(error, this._trans);
      if (problems === null) {
        throw error;
      }
      return problems;
    }
  }

  async deploy(deployment: IDeployment): Promise<void> {
    const [problem] = await this.check(deployment);
    if (problem) {
      throw new ServerError(422, problem);
    }
    const result = await this._kubernetes.apply(
      inferenceServices,
      this.build(deployment)
    );
    // A webhook may do to the real request what it did not do to the dry one.
    const changed = this._storageProblem(deployment, result);
    if (changed) {
      throw new ServerError(409, changed);
    }
  }

  async remove(serviceName: string): Promise<void> {
    await this._kubernetes.delete(inferenceServices, serviceName);
  }

  predict(
    serviceName: string,
    prediction: IPrediction
  ): Promise<IPredictionAnswer> {
    return this._server.request<IPredictionAnswer>('predict', {
      method: 'POST',
      json: {
        service: serviceName,
        namespace: this._kubernetes.namespace,
        ...prediction
      }
    });
  }

  async access(): ReturnType<IServingTarget['access']> {
    // A server-side apply that creates needs both.
    const verbs = ['create', 'patch'] as const;
    const answers = await Promise.all(
      verbs.map(verb => this._kubernetes.access(verb, inferenceServices))
    );
    const denied = answers.indexOf('denied');
    if (denied >= 0) {
      return {
        access: 'denied',
        message: this._trans.__(
          'Ask your platform engineer for the Role of this extension: %1 on %2 in namespace %3.',
          verbs[denied],
          inferenceServices.plural,
          this._kubernetes.namespace ?? ''
        )
      };
    }
    const access = answers.includes('unknown') ? 'unknown' : 'allowed';
    return { access, message: '' };
  }

  /** What can be said without asking the server. */
  private async _checkHere(deployment: IDeployment): Promise<IFieldProblem[]> {
    const { serviceName, cpu, memory } = deployment;
    const found: [IFieldProblem['field'], string | null][] = [
      ['serviceName', this.checkName(serviceName)],
      // KServe stores a service with any runtime, and it never starts.
      ['runtime', await this._runtimeProblem(deployment)],
      ['cpu', amountProblem('cpu', cpu, this._trans)],
      ['memory', amountProblem('memory', memory, this._trans)]
    ];
    return found.flatMap(([field, message]) =>
      message === null ? [] : [{ field, message, reason: 'Invalid', hint: '' }]
    );
  }

  private async _runtimeProblem(
    deployment: IDeployment
  ): Promise<string | null> {
    const { runtime, model } = deployment;
    const takes = () =>
      chooseRuntimes(this._catalog.runtimes, model.format, this._trans).some(
        ({ name }) => name === runtime
      );
    if (takes()) {
      return null;
    }
    // It may have been made since.
    await this._catalog.read();
    if (takes()) {
      return null;
    }
    if (this._catalog.has(runtime)) {
      return this._trans.__(
        'The runtime %1 does not take %2.',
        runtime,
        model.format
      );
    }
    // Among those that we may not see there may be one of this name.
    return runtime !== '' && this._catalog.runtimes.cluster === null
      ? null
      : this._trans.__('There is no runtime “%1”.', runtime);
  }

  /** A webhook may send the service elsewhere and still say yes. */
  private _storageProblem(
    deployment: IDeployment,
    result: IInferenceService
  ): IProblem | null {
    const uri = result.spec?.predictor?.model?.storageUri ?? '';
    if (uri === deployment.model.uri) {
      return null;
    }
    return {
      message: this._trans.__(
        'The cluster would serve “%1” instead of “%2”.',
        uri,
        deployment.model.uri
      ),
      reason: 'StorageUriChanged',
      hint: this._trans.__(
        'A webhook changes the service: see its annotations, or choose another service name.'
      )
    };
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

  private _translate(): IService[] {
    const { services, pods, events } = this._live;
    const podsOf = new Map<string, V1Pod[]>();
    for (const pod of pods) {
      const name = pod.metadata?.labels?.[SERVICE_LABEL] ?? '';
      podsOf.set(name, [...(podsOf.get(name) ?? []), pod]);
    }
    return services.map(service =>
      this._service(
        service,
        podsOf.get(service.metadata?.name ?? '') ?? [],
        events
      )
    );
  }

  private _service(
    service: IInferenceService,
    pods: V1Pod[],
    events: ReadonlyArray<CoreV1Event>
  ): IService {
    const { metadata, status } = service;
    const model = service.spec?.predictor?.model;
    const storageUri = model?.storageUri ?? null;
    const runtime =
      model?.runtime ??
      status?.servingRuntimeName ??
      status?.clusterServingRuntimeName ??
      null;
    return {
      target: this.id,
      name: metadata?.name ?? '',
      namespace: metadata?.namespace ?? '',
      model: modelOf(storageUri, this._server.status?.models.claim),
      storageUri,
      runtime,
      protocols: this._catalog.spoken(runtime, model),
      status:
        this.state === 'unavailable'
          ? unknownStatus(this._trans)
          : translateStatus({ service, pods, events }, this._trans),
      created: metadata?.creationTimestamp
        ? String(metadata.creationTimestamp)
        : null,
      url: status?.address?.url ?? status?.url ?? null
    };
  }

  private readonly _kubernetes: IKubernetes;
  private readonly _server: IServer;
  private readonly _trans: TranslationBundle;
  private readonly _catalog: RuntimeCatalog;
  private readonly _live: Live;
  private _watchers = 0;
  private _services: IService[] | null = null;
  private _changed = new Signal<IServingTarget, void>(this);
}
