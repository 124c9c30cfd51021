import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IModelStore, IServer } from '../tokens';
import { VolumeDrive } from './drive';

const store: JupyterFrontEndPlugin<IModelStore> = {
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

/** There from the start: documents of the volume may come back with the layout. */
const drive: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kserve:drive',
  description: 'The volume as a drive of JupyterLab.',
  autoStart: true,
  activate: ({ serviceManager }: JupyterFrontEnd): void => {
    const { contents, serverSettings } = serviceManager;
    contents.addDrive(new VolumeDrive(serverSettings));
  }
};

export default [store, drive];
