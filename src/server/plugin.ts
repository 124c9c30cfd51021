import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IServer } from '../tokens';

const plugin: JupyterFrontEndPlugin<IServer> = {
  id: 'jupyterlab-kserve:server',
  description: 'HTTP and the one WebSocket to the server half.',
  autoStart: false,
  provides: IServer,
  optional: [ITranslator],
  activate: async (
    app: JupyterFrontEnd,
    translator: ITranslator | null
  ): Promise<IServer> => {
    const { Server } = await import('./client');
    return new Server({
      settings: app.serviceManager.serverSettings,
      trans: (translator ?? nullTranslator).load('jupyterlab-kserve')
    });
  }
};

export default plugin;
