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

const plugin: JupyterFrontEndPlugin<IHealth> = {
  id: 'jupyterlab-kserve:health',
  description:
    'Whether everything that the extension needs is there and works.',
  autoStart: false,
  provides: IHealth,
  requires: [IServer, IModelStore, IKubernetes, IServing],
  optional: [ITranslator],
  activate: async (
    _app: JupyterFrontEnd,
    server: IServer,
    store: IModelStore,
    kubernetes: IKubernetes,
    serving: IServing,
    translator: ITranslator | null
  ): Promise<IHealth> => {
    const { Health } = await import('./health');
    const trans = (translator ?? nullTranslator).load('jupyterlab-kserve');
    return new Health({ server, store, kubernetes, serving, trans });
  }
};

export default plugin;
