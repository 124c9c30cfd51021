import type {
  IAccess,
  IClaim,
  IDeployer,
  IKubernetesObject,
  IQuota,
  IRuntime,
  IServingTarget
} from '../tokens';

const UNKNOWN: IAccess = { access: 'unknown', message: '' };

/** What the cluster has for a deployment: runtimes, quotas, rights. */
export class ClusterFacts {
  /**
   * Nothing is asked before it is read.
   *
   * @param target - where to deploy
   * @param deployer - asks the cluster
   */
  constructor(
    private readonly target: IServingTarget,
    private readonly deployer: IDeployer
  ) {}

  /** Runtimes that take the model's format; null while they are read. */
  get runtimes(): ReadonlyArray<IRuntime> | null {
    return this._runtimes;
  }

  /** The quotas of the namespace; none when the cluster does not say. */
  get quotas(): ReadonlyArray<IQuota> {
    return this._quotas;
  }

  /** Whether services may be deployed, and runtimes set up. */
  get access(): Readonly<Record<'service' | 'runtime', IAccess>> {
    return this._access;
  }

  /**
   * Read what there is.
   *
   * @param format - the model's
   * @param serviceName - of the service to look for
   * @returns that service and the volume; null for what is not there, or not known
   * @throws ServerError
   */
  async read(
    format: string,
    serviceName: string
  ): Promise<{ live: IKubernetesObject | null; claim: IClaim | null }> {
    const [, live, claim, quotas] = await Promise.all([
      this.readRuntimes(format),
      this.deployer.find(serviceName),
      this.deployer.claim(),
      this.deployer.quotas()
    ]);
    this._quotas = quotas ?? [];
    return { live, claim };
  }

  /**
   * Read the runtimes of a format.
   *
   * @param format - the model's
   * @throws ServerError
   */
  async readRuntimes(format: string): Promise<void> {
    this._runtimes = (await this.target.runtimes?.(format)) ?? [];
  }

  /** Ask what we may do. */
  async readAccess(): Promise<void> {
    const [service, runtime] = await Promise.all([
      this.deployer.access('service'),
      this.deployer.access('runtime')
    ]);
    this._access = { service, runtime };
  }

  /**
   * A runtime if it takes the format, else the one that is proposed.
   *
   * @param runtime - its name
   */
  known(runtime: string): string {
    const runtimes = this._runtimes ?? [];
    return runtimes.some(({ name }) => name === runtime)
      ? runtime
      : (runtimes[0]?.name ?? '');
  }

  private _runtimes: IRuntime[] | null = null;
  private _quotas: IQuota[] = [];
  private _access = { service: UNKNOWN, runtime: UNKNOWN };
}
