import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IKubernetes, IServer } from '../tokens';
import { Kubernetes } from './client';

const plugin: JupyterFrontEndPlugin<IKubernetes> = {
  id: 'jupyterlab-kserve:kubernetes',
  description: 'The Kubernetes API through the proxy of the server half.',
  autoStart: true,
  provides: IKubernetes,
  requires: [IServer],
  optional: [ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    server: IServer,
    translator: ITranslator | null
  ): IKubernetes =>
    new Kubernetes({
      server,
      trans: (translator ?? nullTranslator).load('jupyterlab-kserve')
    })
};

export default plugin;
