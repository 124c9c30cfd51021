import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IHealth, IServer } from '../tokens';

const plugin: JupyterFrontEndPlugin<IServer> = {
  id: 'jupyterlab-kserve:server',
  description: 'HTTP and the one WebSocket to the server half.',
  autoStart: false,
  provides: IServer,
  optional: [ITranslator, IHealth],
  activate: async (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    health: IHealth | null
  ): Promise<IServer> => {
    const { Server } = await import('./client');
    const trans = (translator ?? nullTranslator).load('jupyterlab-kserve');
    const settings = app.serviceManager.serverSettings;
    const server = new Server({ settings, trans });
    if (health) {
      const { addServerChecks } = await import('./checks');
      addServerChecks(health, server, trans);
    }
    return server;
  }
};

export default plugin;
