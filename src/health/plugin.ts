import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IHealth } from '../tokens';

/** Knows no other plugin: those that have something to check add it. */
const plugin: JupyterFrontEndPlugin<IHealth> = {
  id: 'jupyterlab-kserve:health',
  description: 'The registry of checks.',
  autoStart: false,
  provides: IHealth,
  optional: [ITranslator],
  activate: async (
    _app: JupyterFrontEnd,
    translator: ITranslator | null
  ): Promise<IHealth> => {
    const { Health } = await import('./registry');
    return new Health((translator ?? nullTranslator).load('jupyterlab-kserve'));
  }
};

export default plugin;
