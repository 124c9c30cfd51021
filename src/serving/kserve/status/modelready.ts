import type { V1Pod } from '@kubernetes/client-node';
import { Signal, type ISignal } from '@lumino/signaling';
import { formatTraits } from '../../../modelformats';
import type { IServer } from '../../../tokens';
import type { RuntimeCatalog } from '../runtimecatalog';
import type { IInferenceService } from '../kservetypes';
import { isReady } from './pods';

/** The waits before a server that has no model is asked again, in milliseconds. */
const FIRST_WAIT_MS = 5000;
const MAX_WAIT_MS = 60_000;

/** The answer of `GET predict/<service>`. */
interface IAnswer {
  /** Null from a server that does not tell. */
  loaded: boolean | null;
  /** The name that the server has the model under. */
  model: string | null;
}

interface IAsked extends IAnswer {
  /** What the answer is about: other pods may answer otherwise. */
  key: string;
  wait: number;
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * Asks the servers of ready services whether they have their models: once for
 * the pods that there are, again only where there is none. A runtime whose
 * readiness check asks for the model is taken at its word.
 */
export class ModelReadiness {
  /**
   * @param server - the server half, which asks
   * @param catalog - the runtimes
   */
  constructor(
    private readonly server: IServer,
    private readonly catalog: RuntimeCatalog
  ) {}

  get changed(): ISignal<ModelReadiness, void> {
    return this._changed;
  }

  /**
   * Whether the server of a service has its model.
   *
   * @param pods - its pods
   * @returns null when it was not asked, or did not tell
   */
  of(service: IInferenceService, pods: ReadonlyArray<V1Pod>): boolean | null {
    const name = service.metadata?.name ?? '';
    const key = pods
      .filter(isReady)
      .map(pod => pod.metadata?.uid)
      .join();
    if (key === '' || !this._isWorthAsking(service)) {
      return null;
    }
    const asked = this._asked.get(name);
    if (asked?.key !== key) {
      clearTimeout(asked?.timer);
      const now: IAsked = {
        key,
        loaded: null,
        model: null,
        wait: FIRST_WAIT_MS
      };
      this._asked.set(name, now);
      void this._ask(name, now);
      return null;
    }
    return asked.loaded;
  }

  /**
   * The name that the server of a service has its model under.
   *
   * @param service - the name of the service
   * @returns null when it is the service's
   */
  nameOf(service: string): string | null {
    return this._asked.get(service)?.model ?? null;
  }

  /** Ask nothing more, until it is asked of a service again. */
  stop(): void {
    this._asked.forEach(({ timer }) => clearTimeout(timer));
    this._asked.clear();
  }

  private _isWorthAsking(service: IInferenceService): boolean {
    const model = service.spec?.predictor?.model;
    const ready = service.status?.conditions?.find(
      ({ type }) => type === 'Ready'
    );
    const runtime =
      model?.runtime ??
      service.status?.servingRuntimeName ??
      service.status?.clusterServingRuntimeName;
    return (
      ready?.status === 'True' &&
      this.catalog.isRead &&
      formatTraits(model?.modelFormat?.name)?.reportsReady === true &&
      !this.catalog.asksForModel(runtime ?? null)
    );
  }

  private async _ask(name: string, asked: IAsked): Promise<void> {
    let answer: IAnswer;
    try {
      answer = await this.server.request<IAnswer>(
        `predict/${encodeURIComponent(name)}`
      );
    } catch {
      // Not to be reached from here: nothing is concluded from that.
      return;
    }
    if (this._asked.get(name) !== asked) {
      return;
    }
    const news = answer.loaded !== asked.loaded;
    asked.loaded = answer.loaded;
    asked.model = answer.model;
    if (answer.loaded === false) {
      asked.timer = setTimeout(() => void this._ask(name, asked), asked.wait);
      asked.wait = Math.min(MAX_WAIT_MS, asked.wait * 2);
    }
    if (news) {
      this._changed.emit();
    }
  }

  private readonly _asked = new Map<string, IAsked>();
  private _changed = new Signal<ModelReadiness, void>(this);
}
