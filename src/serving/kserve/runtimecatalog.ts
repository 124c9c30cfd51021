import type { IServingRuntime } from './kservetypes';
import {
  ServerError,
  type IKubernetes,
  clusterServingRuntimes,
  servingRuntimes
} from '../../tokens';

/** The runtimes that can be seen. */
export interface IRuntimes {
  namespaced: ReadonlyArray<IServingRuntime>;
  /** Null when our identity may not see them. */
  cluster: ReadonlyArray<IServingRuntime> | null;
}

/** The runtimes of the namespace and the shared ones, as last read. */
export class RuntimeCatalog {
  constructor(private readonly kubernetes: IKubernetes) {}

  /** As last read; nothing before the first `read()`. */
  get runtimes(): IRuntimes {
    return this._runtimes;
  }

  /**
   * Read them anew.
   *
   * @throws ServerError when those of the namespace cannot be read
   */
  async read(): Promise<IRuntimes> {
    const [own, shared] = await Promise.all([
      this.kubernetes.list<IServingRuntime>(servingRuntimes),
      this._readShared()
    ]);
    this._isRead = true;
    this._runtimes = { namespaced: own.items, cluster: shared };
    return this._runtimes;
  }

  /** Whether they were read at all. */
  get isRead(): boolean {
    return this._isRead;
  }

  /**
   * Whether a runtime is ready only when its server has the model.
   *
   * @param name - of the runtime
   */
  asksForModel(name: string | null): boolean {
    return (this.find(name)?.spec?.containers ?? []).some(
      ({ readinessProbe }) =>
        readinessProbe?.httpGet?.path?.includes('/models/') ?? false
    );
  }

  /**
   * The runtime of a name, for whatever format.
   *
   * @param name - of the runtime
   * @returns undefined when none is known
   */
  find(name: string | null): IServingRuntime | undefined {
    const { namespaced, cluster } = this._runtimes;
    return [...namespaced, ...(cluster ?? [])].find(
      runtime => runtime.metadata?.name === name
    );
  }

  /** Many workbenches may not see the shared ones, and can do without. */
  private async _readShared(): Promise<IServingRuntime[] | null> {
    try {
      const list = await this.kubernetes.list<IServingRuntime>(
        clusterServingRuntimes
      );
      return list.items;
    } catch (error) {
      if (error instanceof ServerError) {
        return null;
      }
      throw error;
    }
  }

  private _isRead = false;
  private _runtimes: IRuntimes = { namespaced: [], cluster: [] };
}
