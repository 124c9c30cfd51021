import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IHealth, IModelStore, IServer } from '../tokens';
import { VolumeDrive } from './drive';

const storage: JupyterFrontEndPlugin<IModelStore> = {
  id: 'jupyterlab-kserve:storage',
  description: 'The models on the volume.',
  autoStart: false,
  provides: IModelStore,
  requires: [IServer],
  optional: [ITranslator, IHealth],
  activate: async (
    _app: JupyterFrontEnd,
    server: IServer,
    translator: ITranslator | null,
    health: IHealth | null
  ): Promise<IModelStore> => {
    const { ModelStore } = await import('./store');
    const store = new ModelStore(server);
    if (health) {
      const trans = (translator ?? nullTranslator).load('jupyterlab-kserve');
      const { addStorageChecks } = await import('./checks');
      addStorageChecks(health, store, trans);
    }
    return store;
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

export default [storage, drive];
