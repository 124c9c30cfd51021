import { nullTranslator } from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { ServerError, type IProblem, type State } from '../../tokens';
import type {
  ILogFollower,
  ILogSource,
  IServiceChange,
  IServiceDetails,
  IServiceOperations,
  LogNews
} from '../servicetypes';
import type {
  Capability,
  IPrediction,
  IPredictionAnswer,
  IService,
  IServingTarget
} from '../types';

const trans = nullTranslator.load('jupyterlab-kserve');

/** A model that is served: what it answers, and what it has printed. */
interface IServed {
  service: IService;
  answer: (body: IPrediction['body']) => IPrediction['body'];
  printed: string[];
  stopped: boolean;
}

/**
 * Stands in for a target that is not Kubernetes, such as a server on the machine
 * of the workbench: it serves, lists, fails and gives logs, all of it in memory.
 * It has no objects, pods, events, replicas or versions to go back to.
 */
export class MemoryTarget implements IServingTarget {
  constructor(
    readonly id = 'memory',
    readonly label = 'This workbench'
  ) {}

  readonly capabilities: ReadonlySet<Capability> = new Set<Capability>([
    'logs',
    'remove',
    'stop'
  ]);
  state: State = 'ready';
  problem: IProblem | null = null;

  get services(): ReadonlyArray<IService> {
    return [...this._served.values()].map(({ service }) => service);
  }

  get changed(): ISignal<IServingTarget, void> {
    return this._changed;
  }

  /** Serve a model, which is not one of the volume. */
  serve(name: string, answer: IServed['answer'] = body => body): void {
    this._served.set(name, {
      service: {
        target: this.id,
        name,
        namespace: 'local',
        model: null,
        storageUri: null,
        runtime: null,
        protocols: ['v1'],
        status: {
          phase: 'ready',
          label: trans.__('Ready'),
          detail: '',
          since: null
        },
        created: null,
        url: null
      },
      answer,
      printed: [`loaded ${name}`],
      stopped: false
    });
    this._changed.emit();
  }

  /** Have a service fail, and print why. */
  fail(name: string, words: string): void {
    const served = this._served.get(name)!;
    served.printed.push(words);
    this._set(served, {
      phase: 'failed',
      label: trans.__('Cannot start'),
      detail: words,
      since: null,
      failure: {
        cause: 'crash',
        words,
        evidence: words,
        source: 'model'
      }
    });
  }

  /** Cannot be reached any more. */
  lose(problem: IProblem): void {
    this.state = 'unavailable';
    this.problem = problem;
    this._changed.emit();
  }

  watch(): IDisposable {
    return new DisposableDelegate(() => undefined);
  }

  predict(
    serviceName: string,
    { body }: IPrediction
  ): Promise<IPredictionAnswer> {
    const served = this._served.get(serviceName);
    if (served?.service.status.phase !== 'ready') {
      return Promise.reject(
        new ServerError(502, {
          message: `${serviceName} does not answer.`,
          reason: 'NoAnswer',
          hint: ''
        })
      );
    }
    return Promise.resolve({
      status: 200,
      latency_ms: 1,
      body: served.answer(body),
      via: 'service' as const,
      url: `memory:${serviceName}`
    });
  }

  access() {
    return Promise.resolve({ access: 'allowed' as const, message: '' });
  }

  remove(serviceName: string): Promise<void> {
    this._served.delete(serviceName);
    this._changed.emit();
    return Promise.resolve();
  }

  operations(): Promise<IServiceOperations> {
    return Promise.resolve({
      details: service => this._details(service),
      access: () => this.access(),
      log: (source, _tail, handler) => this._log(source, handler),
      change: (service, change) => this._change(service, change)
    });
  }

  private _details(service: string): IServiceDetails | null {
    const served = this._served.get(service);
    if (!served) {
      return null;
    }
    const log = {
      instance: 'process 1',
      container: service,
      keepsPrevious: false
    };
    return {
      displayName: '',
      stopped: served.stopped,
      generation: 1,
      replicas: null,
      steps: [],
      previousUri: null,
      logs: [log],
      mainLog: log
    };
  }

  private _log(
    { container }: ILogSource,
    handler: (news: LogNews) => void
  ): ILogFollower {
    const lines = this._served.get(container)?.printed ?? [];
    handler({ event: 'open' });
    handler({ event: 'lines', lines });
    const follower = {
      isDisposed: false,
      pause: () => undefined,
      resume: () => undefined,
      dispose: () => {
        follower.isDisposed = true;
      }
    };
    return follower;
  }

  private _change(
    service: string,
    { stopped = false }: IServiceChange
  ): Promise<void> {
    const served = this._served.get(service)!;
    served.stopped = stopped;
    this._set(served, {
      phase: stopped ? 'stopped' : 'ready',
      label: stopped ? trans.__('Stopped') : trans.__('Ready'),
      detail: '',
      since: null
    });
    return Promise.resolve();
  }

  private _set(served: IServed, status: IService['status']): void {
    served.service = { ...served.service, status };
    this._changed.emit();
  }

  private readonly _served = new Map<string, IServed>();
  private readonly _changed = new Signal<IServingTarget, void>(this);
}
