import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IModelStore, IServer } from '../tokens';
import { ModelStore } from './store';

const plugin: JupyterFrontEndPlugin<IModelStore> = {
  id: 'jupyterlab-kserve:storage',
  description: 'The models on the volume.',
  autoStart: true,
  provides: IModelStore,
  requires: [IServer],
  activate: (_app: JupyterFrontEnd, server: IServer): IModelStore =>
    new ModelStore(server)
};

export default plugin;
