import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IServer } from '../tokens';
import { Server } from './client';

const plugin: JupyterFrontEndPlugin<IServer> = {
  id: 'jupyterlab-kserve:server',
  description: 'HTTP and the one WebSocket to the server half.',
  autoStart: true,
  provides: IServer,
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, translator: ITranslator | null): IServer =>
    new Server({
      settings: app.serviceManager.serverSettings,
      trans: (translator ?? nullTranslator).load('jupyterlab-kserve')
    })
};

export default plugin;
