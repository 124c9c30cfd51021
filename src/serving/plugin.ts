import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IKubernetes, IServer, IServing } from '../tokens';
import { ClusterTarget } from './cluster';
import { Serving } from './serving';

const serving: JupyterFrontEndPlugin<IServing> = {
  id: 'jupyterlab-kserve:serving',
  description: 'The registry of targets that serve models.',
  autoStart: true,
  provides: IServing,
  activate: (): IServing => new Serving()
};

const cluster: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kserve:serving-cluster',
  description: 'Serves models with KServe in the cluster.',
  autoStart: true,
  requires: [IServing, IKubernetes, IServer],
  optional: [ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    registry: IServing,
    kubernetes: IKubernetes,
    server: IServer,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kserve');
    registry.add(new ClusterTarget({ kubernetes, server, trans }));
  }
};

export default [serving, cluster];
