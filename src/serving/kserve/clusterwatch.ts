import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { Poll } from '@lumino/polling';
import { Signal, type ISignal } from '@lumino/signaling';
import { events, inferenceServices, isStarting, pods } from '../../tokens';
import type {
  IKubernetes,
  IKubernetesObject,
  ILiveList,
  IProblem,
  IServer,
  State
} from '../../tokens';
import type { IInferenceService } from './kservetypes';
import { SERVICE_LABEL } from './annotations';

/** How often a cluster that was not there is looked for. */
const LOOK_MS = 30_000;

/** Between two looks at one that is being started. */
const SOON_MS = 3_000;

/** So long the services wait for pods and events to be read too. */
const PATIENCE_MS = 2000;

interface ILists {
  namespace: string | null;
  services: ILiveList<IInferenceService>;
  pods: ILiveList<V1Pod>;
  events: ILiveList<CoreV1Event>;
}

/** What the state of services is read from, kept up to date while started. */
export class ClusterWatch {
  /** @param server - the server half, which knows whether there is a cluster */
  constructor(
    private readonly kubernetes: IKubernetes,
    private readonly server: IServer
  ) {
    this._changed = new Signal(this);
  }

  /** Pods and events are a help; only the services themselves count. */
  get state(): State {
    if (this.kubernetes.state !== 'ready') {
      return this.kubernetes.state;
    }
    if (!this._lists) {
      return this._items === null ? 'checking' : 'ready';
    }
    const { services, pods, events } = this._lists;
    // Together, or a failed service would look like a starting one at first.
    const waiting = [pods, events].some(({ state }) => state === 'checking');
    return waiting && this._patience !== undefined
      ? 'checking'
      : services.state;
  }

  get problem(): IProblem | null {
    return this.kubernetes.state === 'ready'
      ? (this._lists?.services.problem ?? null)
      : this.kubernetes.problem;
  }

  /** The last known ones. */
  get services(): ReadonlyArray<IInferenceService> {
    return this._items ?? [];
  }

  get pods(): ReadonlyArray<V1Pod> {
    return this._lists?.pods.items ?? [];
  }

  get events(): ReadonlyArray<CoreV1Event> {
    return this._lists?.events.items ?? [];
  }

  get changed(): ISignal<ClusterWatch, void> {
    return this._changed;
  }

  /** Follow the cluster, as soon as there is one. */
  start(): void {
    this.kubernetes.changed.connect(this._onKubernetes, this);
    this._poll = new Poll({
      name: 'jupyterlab-kserve:cluster',
      auto: false,
      frequency: { interval: LOOK_MS, backoff: false },
      standby: 'when-hidden',
      factory: async () => {
        if (this.kubernetes.state === 'unavailable') {
          await this.server.check();
        }
      }
    });
    if (this.kubernetes.state === 'checking') {
      void this.server.check();
    }
    this._onKubernetes();
  }

  /** Let go of the cluster; what is known stays. */
  stop(): void {
    this.kubernetes.changed.disconnect(this._onKubernetes, this);
    this._poll?.dispose();
    this._poll = null;
    this._drop();
  }

  private _onKubernetes(): void {
    const { state, namespace } = this.kubernetes;
    if (state === 'ready') {
      void this._poll?.stop();
      if (this._lists?.namespace !== namespace || !this._lists) {
        this._drop();
        this._follow(namespace);
      }
    } else if (state === 'unavailable') {
      this._look();
      void this._poll?.start();
    }
    this._changed.emit();
  }

  /** Set how long to wait until the next look. */
  private _look(): void {
    const soon = isStarting(this.server.status?.kubernetes);
    const interval = soon ? SOON_MS : LOOK_MS;
    if (this._poll && this._poll.frequency.interval !== interval) {
      this._poll.frequency = { ...this._poll.frequency, interval };
    }
  }

  private _follow(namespace: string | null): void {
    this._patience = setTimeout(() => {
      this._patience = undefined;
      this._changed.emit();
    }, PATIENCE_MS);
    this._lists = {
      namespace,
      services: this._live<IInferenceService>(inferenceServices),
      pods: this._live<V1Pod>(pods, { labelSelector: SERVICE_LABEL }),
      // What went well would be most of them, and is of no use here.
      events: this._live<CoreV1Event>(events, { fieldSelector: 'type=Warning' })
    };
  }

  private _live<T extends IKubernetesObject>(
    ...question: Parameters<IKubernetes['live']>
  ): ILiveList<T> {
    const list = this.kubernetes.live<T>(...question);
    list.changed.connect(this._onList, this);
    return list;
  }

  private _onList(): void {
    if (this._lists?.services.state === 'ready') {
      this._items = this._lists.services.items;
    }
    this._changed.emit();
  }

  private _drop(): void {
    clearTimeout(this._patience);
    this._patience = undefined;
    this._lists?.services.dispose();
    this._lists?.pods.dispose();
    this._lists?.events.dispose();
    this._lists = null;
  }

  private _items: ReadonlyArray<IInferenceService> | null = null;
  private _lists: ILists | null = null;
  private _poll: Poll | null = null;
  private _patience: ReturnType<typeof setTimeout> | undefined;
  private _changed: Signal<ClusterWatch, void>;
}
