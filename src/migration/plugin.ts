import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IJobs, IMigration, IServer } from '../tokens';

const plugin: JupyterFrontEndPlugin<IMigration> = {
  id: 'jupyterlab-kserve:migration',
  description: 'Bringing models from the workbench to the volume.',
  autoStart: false,
  provides: IMigration,
  requires: [IServer, IJobs],
  activate: async (
    _app: JupyterFrontEnd,
    server: IServer,
    jobs: IJobs
  ): Promise<IMigration> => {
    const { Migration } = await import('./migration');
    return new Migration(server, jobs);
  }
};

export default plugin;
