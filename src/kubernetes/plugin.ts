import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IHealth, IKubernetes, IServer } from '../tokens';

const plugin: JupyterFrontEndPlugin<IKubernetes> = {
  id: 'jupyterlab-kserve:kubernetes',
  description: 'The Kubernetes API, as far as allowed.',
  autoStart: false,
  provides: IKubernetes,
  requires: [IServer],
  optional: [ITranslator, IHealth],
  activate: async (
    _app: JupyterFrontEnd,
    server: IServer,
    translator: ITranslator | null,
    health: IHealth | null
  ): Promise<IKubernetes> => {
    const { Kubernetes } = await import('./client');
    const trans = (translator ?? nullTranslator).load('jupyterlab-kserve');
    const kubernetes = new Kubernetes({ server, trans });
    if (health) {
      const { addKubernetesChecks } = await import('./checks');
      addKubernetesChecks(health, kubernetes, trans);
    }
    return kubernetes;
  }
};

export default plugin;
