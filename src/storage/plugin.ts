import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IModelStore, IServer } from '../tokens';

const plugin: JupyterFrontEndPlugin<IModelStore> = {
  id: 'jupyterlab-kserve:storage',
  description: 'The models on the volume.',
  autoStart: false,
  provides: IModelStore,
  requires: [IServer],
  activate: async (
    _app: JupyterFrontEnd,
    server: IServer
  ): Promise<IModelStore> => {
    const { ModelStore } = await import('./store');
    return new ModelStore(server);
  }
};

export default plugin;
