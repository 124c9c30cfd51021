import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IJobs, IMigration, IModelStore, IServer } from '../tokens';

const plugin: JupyterFrontEndPlugin<IMigration> = {
  id: 'jupyterlab-kserve:migration',
  description: 'The registry of migration sources.',
  autoStart: false,
  provides: IMigration,
  requires: [IServer, IJobs, IModelStore],
  optional: [ITranslator],
  activate: async (
    _app: JupyterFrontEnd,
    server: IServer,
    jobs: IJobs,
    store: IModelStore,
    translator: ITranslator | null
  ): Promise<IMigration> => {
    const [{ Migration }, { FolderSource }] = await Promise.all([
      import('./registry'),
      import('./folders')
    ]);
    const trans = (translator ?? nullTranslator).load('jupyterlab-kserve');
    const migration = new Migration();
    migration.add(new FolderSource({ server, jobs, store, trans }));
    return migration;
  }
};

export default plugin;
