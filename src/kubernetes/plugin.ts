import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IKubernetes, IServer } from '../tokens';

const plugin: JupyterFrontEndPlugin<IKubernetes> = {
  id: 'jupyterlab-kserve:kubernetes',
  description: 'The Kubernetes API through the proxy of the server half.',
  autoStart: false,
  provides: IKubernetes,
  requires: [IServer],
  optional: [ITranslator],
  activate: async (
    _app: JupyterFrontEnd,
    server: IServer,
    translator: ITranslator | null
  ): Promise<IKubernetes> => {
    const { Kubernetes } = await import('./client');
    return new Kubernetes({
      server,
      trans: (translator ?? nullTranslator).load('jupyterlab-kserve')
    });
  }
};

export default plugin;
