import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  ServerError,
  type IKubernetes,
  type IServer,
  type Verb,
  events,
  inferenceServices,
  logs
} from '../../../tokens';
import { changedService } from './change';
import { readClaim } from '../persistentvolumeclaim';
import { detailsOf } from './details';
import { explainFailure } from '../diagnosis/explain';
import { StorageUri } from '../../../storageuri';
import type { IInferenceService } from '../kservetypes';
import type { ClusterWatch } from '../clusterwatch';
import { LogFollower } from './logs';
import type { IClaim, IKubernetesOperations } from '../types';
import type {
  IChangeOptions,
  IContainerUse,
  IExplanation,
  IFailureFacts,
  ILogFollower,
  ILogSource,
  IServiceChange,
  IServiceDetails,
  IServiceEvents,
  IServiceOperations,
  LogNews
} from '../../servicetypes';
import { accessTo } from '../access';
import { SERVICE_LABEL } from '../annotations';
import { ServiceEvents } from './serviceevents';
import { readUsage } from './usage';
import type { IAccess, IService } from '../../types';

/** Whoever writes at the same moment, the controller above all, wins this often. */
const ATTEMPTS = 4;

/** What the operations work with. */
export interface IOperationsContext {
  kubernetes: IKubernetes;
  server: IServer;
  live: ClusterWatch;
  /** The services as they are translated now. */
  services: () => ReadonlyArray<IService>;
  trans: TranslationBundle;
}

/** What can be seen of the services of a namespace, and done with them. */
export class ServiceOperations implements IServiceOperations {
  /**
   * @param context - the cluster as it is followed
   */
  constructor(private readonly context: IOperationsContext) {}

  details(service: string): IServiceDetails | null {
    const { live, services, trans } = this.context;
    const object = live.services.find(
      ({ metadata }) => metadata?.name === service
    );
    const translated = services().find(({ name }) => name === service);
    return object && translated
      ? detailsOf(object, this._podsOf(service), translated.status, trans)
      : null;
  }

  events(service: string): IServiceEvents {
    return new ServiceEvents(
      this.context.kubernetes.live<CoreV1Event>(events),
      service,
      () => this._podsOf(service)
    );
  }

  log(
    source: ILogSource,
    tail: number,
    handler: (news: LogNews) => void
  ): ILogFollower {
    const { server, trans } = this.context;
    const path = `/${this._logPath(source.instance)}`;
    return new LogFollower(
      { stream: server.stream, path, source, tail, trans },
      handler
    );
  }

  usage(service: string): Promise<IContainerUse[] | null> {
    return readUsage(this.context.kubernetes, service, this._podsOf(service));
  }

  logPath({ instance, container, previous }: ILogSource): string {
    const query = new URLSearchParams({
      container,
      ...(previous && { previous: 'true' })
    });
    return `kubernetes/${this._logPath(instance)}?${query}`;
  }

  /**
   * @returns the service as the cluster stores it, or would store it
   * @throws ServerError
   */
  async change(
    service: string,
    change: IServiceChange,
    options: IChangeOptions & { dryRun?: boolean } = {}
  ): Promise<IInferenceService> {
    const { kubernetes } = this.context;
    const place = StorageUri.parse(change.storageUri);
    const volume = await readClaim(kubernetes, place);
    const context = {
      exclusive: volume !== null && !volume.shared,
      now: new Date().toISOString()
    };
    for (let attempt = 1; ; attempt++) {
      const live = await kubernetes.get<IInferenceService>(
        inferenceServices,
        service
      );
      this._checkSeen(service, live, options);
      const object = changedService(live, change, context);
      try {
        const result = await kubernetes.apply(
          inferenceServices,
          {
            ...object,
            metadata: {
              ...object.metadata,
              // Nothing that was written since is overwritten.
              resourceVersion: live.metadata?.resourceVersion
            }
          },
          // The user has seen what it is now, and wants it to be other.
          { dryRun: options.dryRun, force: true }
        );
        this._checkResult(change, result);
        return result;
      } catch (error) {
        const written = error instanceof ServerError && error.status === 409;
        if (
          !written ||
          error.reason === 'StorageUriChanged' ||
          attempt === ATTEMPTS
        ) {
          throw error;
        }
      }
    }
  }

  explain(facts: IFailureFacts): IExplanation | null {
    return explainFailure(facts, this.context.trans);
  }

  access(what: 'change' | 'delete' | 'logs'): Promise<IAccess> {
    const { kubernetes, trans } = this.context;
    const verbs: Record<typeof what, Verb> = {
      change: 'patch',
      delete: 'delete',
      logs: 'get'
    };
    const resource = what === 'logs' ? logs : inferenceServices;
    return accessTo(kubernetes, verbs[what], resource, trans);
  }

  readonly kubernetes: IKubernetesOperations = {
    preview: (service, change, options) =>
      this.change(service, change, { ...options, dryRun: true }),
    volume: service => this._volumeOf(service)
  };

  private _volumeOf(service: string): Promise<IClaim | null> {
    const found = this.context.services().find(({ name }) => name === service);
    const place = StorageUri.parse(found?.storageUri);
    return readClaim(this.context.kubernetes, place);
  }

  private _podsOf(service: string): V1Pod[] {
    return this.context.live.pods.filter(
      ({ metadata }) => metadata?.labels?.[SERVICE_LABEL] === service
    );
  }

  private _logPath(pod: string): string {
    const namespace = this.context.kubernetes.namespace ?? '';
    return ['api', 'v1', 'namespaces', namespace, 'pods', pod, 'log']
      .map(encodeURIComponent)
      .join('/');
  }

  /** Somebody may have changed it while a dialog was open. */
  private _checkSeen(
    service: string,
    live: IInferenceService,
    { generation }: IChangeOptions
  ): void {
    const { trans } = this.context;
    if (generation !== undefined && live.metadata?.generation !== generation) {
      throw new ServerError(409, {
        message: trans.__(
          'The service %1 was not changed: another user changed it.',
          service
        ),
        reason: 'Conflict',
        hint: trans.__(
          'Review the current state of the service, then try again.'
        )
      });
    }
  }

  /** A webhook may send it elsewhere and still say yes. */
  private _checkResult(
    change: IServiceChange,
    result: IInferenceService
  ): void {
    const uri = result.spec?.predictor?.model?.storageUri;
    if (change.storageUri !== undefined && uri !== change.storageUri) {
      const { trans } = this.context;
      throw new ServerError(409, {
        message: trans.__(
          'The cluster would serve “%1” instead of “%2”.',
          uri ?? '',
          change.storageUri
        ),
        reason: 'StorageUriChanged',
        hint: trans.__(
          'A webhook changes the service. Check its annotations, in particular opendatahub.io/connections.'
        )
      });
    }
  }
}
