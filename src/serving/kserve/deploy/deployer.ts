import type { TranslationBundle } from '@jupyterlab/translation';
import { StorageUri } from '../../../storageuri';
import {
  FIELD_MANAGER,
  inferenceServices,
  servingRuntimes,
  volumeOf
} from '../../../tokens';
import type { IKubernetes, IKubernetesObject, IServer } from '../../../tokens';
import { mayWrite } from '../access';
import { applyManifest } from './apply';
import type { RuntimeCatalog } from '../runtimecatalog';
import { checkManifest, findObject, type ICheckContext } from './dryrun';
import { readClaim } from '../persistentvolumeclaim';
import { protocolsOf, protocolVersionFor } from '../protocols';
import { buildInferenceService } from './inferenceservice';
import { readDeployment } from './parse';
import { fieldsOf } from '../managedfields';
import { readQuotas, shortagesOf } from './quota';
import { runtimeTemplate } from '../runtimetemplate';
import type {
  IDeployer,
  IDeployment,
  IFieldProblem,
  IManifest,
  IOutcome,
  IQuota,
  IShortage,
  IDryRunResult
} from './types';
import type { IClaim } from '../types';
import type { IAccess } from '../../types';
import { fieldProblems } from './validate';

/** Deploys to KServe in the namespace of the workbench. */
export class KServeDeployer implements IDeployer {
  /**
   * @param context - the cluster, its runtimes and the translation bundle
   * @param server - the server half, which knows the claim
   */
  constructor(
    private readonly context: ICheckContext,
    private readonly server: IServer
  ) {}

  get namespace(): string | null {
    return this._kubernetes.namespace;
  }

  template(format: string): IKubernetesObject | null {
    return runtimeTemplate(format, this.namespace);
  }

  claim(): Promise<IClaim | null> {
    return readClaim(this._kubernetes, StorageUri.ofVolume(this._claim));
  }

  quotas(): Promise<IQuota[] | null> {
    return readQuotas(this._kubernetes);
  }

  shortages(
    deployment: IDeployment,
    quotas: ReadonlyArray<IQuota>
  ): IShortage[] {
    return shortagesOf(deployment, quotas);
  }

  find(serviceName: string): Promise<IKubernetesObject | null> {
    return findObject(this._kubernetes, inferenceServices, serviceName);
  }

  adopt(live: IKubernetesObject): IKubernetesObject {
    return fieldsOf(live, FIELD_MANAGER);
  }

  read(service: IKubernetesObject): IDeployment {
    return readDeployment(service, this._claim);
  }

  build(
    deployment: IDeployment,
    base?: IKubernetesObject,
    volume?: IClaim | null
  ): IKubernetesObject {
    const { runtime, model } = deployment;
    const known = this._catalog.find(runtime);
    const spoken = protocolsOf(known, { modelFormat: { name: model.format } });
    const context = {
      namespace: this.namespace,
      protocolVersion: known ? protocolVersionFor(spoken) : null,
      claim: this._claim,
      volume
    };
    return buildInferenceService(deployment, context, base);
  }

  validate(deployment: IDeployment, volume?: IClaim | null): IFieldProblem[] {
    return fieldProblems(deployment, {
      namespace: this.namespace,
      volume: volume ?? null,
      trans: this._trans
    });
  }

  check(manifest: IManifest): Promise<IDryRunResult> {
    return checkManifest(manifest, this.context);
  }

  deploy(manifest: IManifest, seen: IDryRunResult): Promise<IOutcome> {
    return applyManifest(manifest, seen, this.context);
  }

  access(what: 'service' | 'runtime'): Promise<IAccess> {
    const resource = { service: inferenceServices, runtime: servingRuntimes };
    return mayWrite(this._kubernetes, resource[what], this._trans);
  }

  private get _claim(): string | null {
    return volumeOf(this.server)?.claim ?? null;
  }

  private get _kubernetes(): IKubernetes {
    return this.context.kubernetes;
  }

  private get _catalog(): RuntimeCatalog {
    return this.context.catalog;
  }

  private get _trans(): TranslationBundle {
    return this.context.trans;
  }
}
