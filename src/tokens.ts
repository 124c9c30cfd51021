import { Token } from '@lumino/coreutils';
import type { Widget } from '@lumino/widgets';
import type { IHealth as Health } from './health/types';
import type { IJobs as Jobs } from './jobs/types';
import type { IKubernetes as Kubernetes } from './kubernetes/types';
import type { IMigration as Migration } from './migration/types';
import type { IServer as Server } from './server/types';
import type { IServing as Serving } from './serving/types';
import type { IModelStore as ModelStore } from './storage/types';

export { isOver, resultOf, shareOf } from './jobs/progress';
export * from './kubernetes/resources';
export { isStarting } from './kubernetes/starting';
export { ServerError } from './server/errors';
export { problemOf } from './server/problem';
export { volumeOf } from './server/volume';
export { keyOf } from './serving/key';
export type * from './health/types';
export type * from './jobs/types';
export type * from './kubernetes/types';
export type * from './migration/types';
export type * from './server/types';
export type * from './serving/kserve/deploy/types';
export type * from './serving/kserve/types';
export type * from './serving/servicetypes';
export type * from './serving/types';
export type * from './storage/types';

/** Under this name the Kubernetes API remembers which fields are ours. */
export const FIELD_MANAGER = 'jupyterlab-kserve';

/** HTTP and the one WebSocket to the server half. */
export type IServer = Server;
export const IServer = new Token<Server>(
  'jupyterlab-kserve:IServer',
  'Requests to the server extension.'
);

/** The models on the volume. */
export type IModelStore = ModelStore;
export const IModelStore = new Token<ModelStore>(
  'jupyterlab-kserve:IModelStore',
  'The models on the volume.'
);

/** The long operations in the server half. */
export type IJobs = Jobs;
export const IJobs = new Token<Jobs>(
  'jupyterlab-kserve:IJobs',
  'Long operations on models.'
);

/** The registry of what can be migrated to the volume. */
export type IMigration = Migration;
export const IMigration = new Token<Migration>(
  'jupyterlab-kserve:IMigration',
  'The registry of migration sources.'
);

/** The Kubernetes API as far as the proxy allows it. */
export type IKubernetes = Kubernetes;
export const IKubernetes = new Token<Kubernetes>(
  'jupyterlab-kserve:IKubernetes',
  'The Kubernetes API, as far as allowed.'
);

/** The registry of places where models can be served. */
export type IServing = Serving;
export const IServing = new Token<Serving>(
  'jupyterlab-kserve:IServing',
  'The registry of serving targets.'
);

/** Whether everything that the extension needs is there and works. */
export type IHealth = Health;
export const IHealth = new Token<Health>(
  'jupyterlab-kserve:IHealth',
  'The registry of health checks.'
);

/** The Models sidebar. */
export const IModelsPanel = new Token<IModelsPanel>(
  'jupyterlab-kserve:IModelsPanel',
  'The Models sidebar.'
);

/** The Models sidebar as other plugins see it. */
export interface IModelsPanel {
  readonly widget: Widget;
  /** Show the sidebar and select a model. */
  reveal(name: string): void;
}
