import {
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { IProblem, IServer, State, StreamMessage } from '../../tokens';
import type { IServiceOperations } from '../servicetypes';
import type {
  Capability,
  IAccess,
  IPrediction,
  IPredictionAnswer,
  IService,
  IServiceId,
  IServingTarget
} from '../types';
import { NAMESPACE, TARGET, serviceOf } from './services';
import type { ILocalServer } from './types';

/** So long a lost connection waits for the next attempt. */
const AGAIN_MS = 2000;

/** Serves models on the machine of the workbench, to try them. */
export class LocalTarget implements IServingTarget {
  /**
   * Nothing is asked before the first call.
   *
   * @param server - the server half, which starts the processes
   * @param trans - the translation bundle
   */
  constructor(
    private readonly server: IServer,
    private readonly trans: TranslationBundle = nullTranslator.load(
      'jupyterlab-kserve'
    )
  ) {
    this.label = trans.__('This workbench');
  }

  readonly id = TARGET;
  readonly label: string;
  readonly capabilities: ReadonlySet<Capability> = new Set<Capability>([
    'logs',
    'remove',
    'restart',
    'run',
    'stop'
  ]);

  get state(): State {
    return this._state;
  }

  /** Why no model can be run is told to whoever runs one. */
  get problem(): IProblem | null {
    return null;
  }

  get services(): ReadonlyArray<IService> {
    this._services ??= this._servers.map(each => serviceOf(each, this.trans));
    return this._services;
  }

  get changed(): ISignal<IServingTarget, void> {
    return this._changed;
  }

  watch(): IDisposable {
    this._watchers += 1;
    if (this._watchers === 1) {
      this._subscribe();
    }
    return new DisposableDelegate(() => {
      this._watchers -= 1;
      if (this._watchers === 0) {
        this._unsubscribe();
      }
    });
  }

  async run(
    model: string,
    version: string,
    options: { trust?: boolean } = {}
  ): Promise<IServiceId> {
    const started = await this.server.request<ILocalServer>('local', {
      method: 'POST',
      json: { model, version, ...options }
    });
    this._put(started);
    return { target: this.id, namespace: NAMESPACE, name: started.name };
  }

  predict(
    serviceName: string,
    prediction: IPrediction
  ): Promise<IPredictionAnswer> {
    return this.server.request<IPredictionAnswer>(
      `${pathOf(serviceName)}/predict`,
      { method: 'POST', json: prediction }
    );
  }

  /** Whoever may use the Jupyter server may run code on it. */
  access(): Promise<IAccess> {
    return Promise.resolve({ access: 'allowed', message: '' });
  }

  async remove(serviceName: string): Promise<void> {
    await this.server.request(pathOf(serviceName), { method: 'DELETE' });
    this._set(this._servers.filter(({ name }) => name !== serviceName));
  }

  async operations(): Promise<IServiceOperations> {
    const { LocalOperations } = await import('./operations');
    return new LocalOperations({
      stream: this.server.stream,
      find: name => this._servers.find(each => each.name === name),
      stop: async name => {
        this._put(
          await this.server.request<ILocalServer>(`${pathOf(name)}/stop`, {
            method: 'POST',
            json: {}
          })
        );
      },
      run: (model, version) => this.run(model, version),
      access: () => this.access()
    });
  }

  private _subscribe(): void {
    this._subscription = this.server.stream.subscribe(
      { channel: 'local' },
      message => this._onMessage(message)
    );
  }

  private _unsubscribe(): void {
    clearTimeout(this._timer);
    this._subscription?.dispose();
    this._subscription = null;
  }

  private _onMessage(message: StreamMessage): void {
    if (message.event === 'servers') {
      this._state = 'ready';
      this._set(message.servers as ILocalServer[]);
    } else if (message.event === 'end' || message.event === 'error') {
      // Why is told by the state of the server half; nobody is to wait for this.
      this._state = 'ready';
      this._changed.emit();
      this._unsubscribe();
      this._timer = setTimeout(() => this._subscribe(), AGAIN_MS);
    }
  }

  private _put(server: ILocalServer): void {
    this._set([
      ...this._servers.filter(({ name }) => name !== server.name),
      server
    ]);
  }

  private _set(servers: ILocalServer[]): void {
    this._servers = servers;
    this._services = null;
    this._changed.emit();
  }

  private _state: State = 'checking';
  private _servers: ILocalServer[] = [];
  private _services: IService[] | null = null;
  private _watchers = 0;
  private _subscription: IDisposable | null = null;
  private _timer?: ReturnType<typeof setTimeout>;
  private readonly _changed = new Signal<IServingTarget, void>(this);
}

function pathOf(name: string): string {
  return `local/${encodeURIComponent(name)}`;
}
