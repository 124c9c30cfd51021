import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IMigration, IServer } from '../tokens';

const plugin: JupyterFrontEndPlugin<IMigration> = {
  id: 'jupyterlab-kserve:migration',
  description: 'Bringing models from the workbench to the volume.',
  autoStart: false,
  provides: IMigration,
  requires: [IServer],
  activate: async (
    _app: JupyterFrontEnd,
    server: IServer
  ): Promise<IMigration> => {
    const { Migration } = await import('./migration');
    return new Migration(server);
  }
};

export default plugin;
