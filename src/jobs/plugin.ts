import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IJobs, IServer } from '../tokens';

const plugin: JupyterFrontEndPlugin<IJobs> = {
  id: 'jupyterlab-kserve:jobs',
  description: 'The long operations in the server half.',
  autoStart: false,
  provides: IJobs,
  requires: [IServer],
  activate: async (_app: JupyterFrontEnd, server: IServer): Promise<IJobs> => {
    const { Jobs } = await import('./jobs');
    return new Jobs(server);
  }
};

export default plugin;
