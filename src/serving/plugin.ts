import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import {
  IHealth,
  IKubernetes,
  IModelStore,
  IServer,
  IServing
} from '../tokens';

const serving: JupyterFrontEndPlugin<IServing> = {
  id: 'jupyterlab-kserve:serving',
  description: 'The registry of serving targets.',
  autoStart: false,
  provides: IServing,
  activate: async (): Promise<IServing> => {
    const { Serving } = await import('./registry');
    return new Serving();
  }
};

const cluster: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kserve:serving-target-cluster',
  description: 'Serves models with KServe in the cluster.',
  autoStart: false,
  requires: [IServing, IKubernetes, IServer],
  optional: [ITranslator, IModelStore, IHealth],
  activate: async (
    _app: JupyterFrontEnd,
    registry: IServing,
    kubernetes: IKubernetes,
    server: IServer,
    translator: ITranslator | null,
    store: IModelStore | null,
    health: IHealth | null
  ): Promise<void> => {
    const { KServeTarget } = await import('./kserve/target');
    const trans = (translator ?? nullTranslator).load('jupyterlab-kserve');
    registry.add(new KServeTarget({ kubernetes, server, trans }));
    if (store && health) {
      const { addServingChecks } = await import('./checks');
      addServingChecks(health, {
        serving: registry,
        kubernetes,
        server,
        store,
        trans
      });
    }
  }
};

const local: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kserve:serving-target-local',
  description: 'Serves models on the machine of the workbench.',
  autoStart: false,
  requires: [IServing, IServer],
  optional: [ITranslator],
  activate: async (
    _app: JupyterFrontEnd,
    registry: IServing,
    server: IServer,
    translator: ITranslator | null
  ): Promise<void> => {
    const { LocalTarget } = await import('./local/target');
    const trans = (translator ?? nullTranslator).load('jupyterlab-kserve');
    registry.add(new LocalTarget(server, trans));
  }
};

export default [serving, cluster, local];
