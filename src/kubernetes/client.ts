import type {
  V1SelfSubjectAccessReview,
  V1Status
} from '@kubernetes/client-node';
import {
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import { FIELD_MANAGER, ServerError } from '../tokens';
import type { IProblem, IRequestOptions, IServer, State } from '../tokens';
import { AccessReviews } from './access';
import { explain, type IAttempt } from './problem';
import { pathOf } from './paths';
import { selfSubjectAccessReviews } from './resources';
import { LiveList } from './watch';
import type {
  Access,
  IApplyOptions,
  IDeleteOptions,
  IKubernetes,
  IKubernetesList,
  IKubernetesObject,
  ILiveList,
  IResource,
  Verb
} from './types';

export interface IKubernetesOptions {
  server: IServer;
  trans?: TranslationBundle;
}

/** The Kubernetes API through the allow-listed proxy of the server half. */
export class Kubernetes implements IKubernetes {
  /**
   * Nothing is asked before the first call.
   *
   * @param options - the server half and the translation bundle
   */
  constructor(options: IKubernetesOptions) {
    this._server = options.server;
    this._trans = options.trans ?? nullTranslator.load('jupyterlab-kserve');
    this._reviews = new AccessReviews(review => this._review(review));
    this._server.changed.connect(() => this._changed.emit());
  }

  get state(): State {
    const { state, status } = this._server;
    if (state !== 'ready' || !status) {
      return state;
    }
    return this.problem ? 'unavailable' : 'ready';
  }

  get problem(): IProblem | null {
    const { state, status, problem } = this._server;
    if (state !== 'ready' || !status) {
      return problem;
    }
    const { kubernetes } = status;
    if (kubernetes.state === 'unavailable') {
      return {
        message:
          kubernetes.message ?? this._trans.__('No cluster is connected.'),
        reason: kubernetes.reason ?? 'NoCluster',
        hint: kubernetes.hint ?? ''
      };
    }
    return kubernetes.namespace ? null : this._noNamespace();
  }

  get namespace(): string | null {
    return this._server.status?.kubernetes.namespace ?? null;
  }

  get changed(): ISignal<IKubernetes, void> {
    return this._changed;
  }

  get<T extends IKubernetesObject>(
    resource: IResource,
    name: string
  ): Promise<T> {
    return this._send<T>('get', resource, name);
  }

  list<T extends IKubernetesObject>(
    resource: IResource,
    query?: Record<string, string>
  ): Promise<IKubernetesList<T>> {
    return this._send('list', resource, undefined, { query });
  }

  apply<T extends IKubernetesObject>(
    resource: IResource,
    object: T,
    options: IApplyOptions = {}
  ): Promise<T> {
    return this._send<T>('patch', resource, object.metadata?.name ?? '', {
      method: 'PATCH',
      // JSON is YAML.
      contentType: 'application/apply-patch+yaml',
      json: object,
      query: {
        fieldManager: FIELD_MANAGER,
        // A misspelt field is an error, not nothing.
        fieldValidation: 'Strict',
        ...(options.dryRun && { dryRun: 'All' }),
        ...(options.force && { force: 'true' })
      }
    });
  }

  delete(
    resource: IResource,
    name: string,
    { uid }: IDeleteOptions = {}
  ): Promise<V1Status> {
    return this._send('delete', resource, name, {
      method: 'DELETE',
      ...(uid && { json: { preconditions: { uid } } })
    });
  }

  live<T extends IKubernetesObject>(
    resource: IResource,
    query?: Record<string, string>
  ): ILiveList<T> {
    return new LiveList<T>({
      list: () => this.list<T>(resource, query),
      stream: this._server.stream,
      // The stream takes the path as the API has it, from the first slash on.
      path: `/${pathOf(resource, this.namespace)}`,
      query,
      attempt: { verb: 'watch', resource, namespace: this.namespace },
      trans: this._trans
    });
  }

  async access(verb: Verb, resource: IResource): Promise<Access> {
    await this._known();
    return this.state === 'ready'
      ? this._reviews.ask(verb, resource, this.namespace)
      : 'unknown';
  }

  /** Without the status the namespace is not known. */
  private async _known(): Promise<void> {
    if (this._server.state === 'checking') {
      await this._server.check();
    }
  }

  private async _send<T>(
    verb: Verb,
    resource: IResource,
    name?: string,
    options?: IRequestOptions
  ): Promise<T> {
    await this._known();
    const { namespace } = this;
    if (resource.namespaced && !namespace) {
      throw new ServerError(0, this.problem ?? this._noNamespace());
    }
    const attempt: IAttempt = { verb, resource, name, namespace };
    try {
      return await this._server.request<T>(
        `kubernetes/${pathOf(resource, namespace, name)}`,
        options
      );
    } catch (error) {
      throw explain(error, attempt, this._trans);
    }
  }

  private _review(
    review: V1SelfSubjectAccessReview
  ): Promise<V1SelfSubjectAccessReview> {
    return this._send('create', selfSubjectAccessReviews, undefined, {
      method: 'POST',
      json: review
    });
  }

  private _noNamespace(): IProblem {
    return {
      message: this._trans.__('The namespace to use is not set.'),
      reason: 'NoNamespace',
      hint: this._trans.__(
        'Set a namespace in the kubeconfig context or in the configuration of the server extension.'
      )
    };
  }

  private readonly _server: IServer;
  private readonly _trans: TranslationBundle;
  private readonly _reviews: AccessReviews;
  private _changed = new Signal<IKubernetes, void>(this);
}
