import type { TranslationBundle } from '@jupyterlab/translation';
import type { IService, IServiceStatus, Phase } from '../types';
import type { ILocalServer } from './types';

/** The id of the target. */
export const TARGET = 'local';

/** There is one machine. */
export const NAMESPACE = 'local';

/**
 * A server as the service that it is.
 *
 * @param server - the server
 * @param trans - the translation bundle
 */
export function serviceOf(
  server: ILocalServer,
  trans: TranslationBundle
): IService {
  const { name, model, version, created } = server;
  return {
    target: TARGET,
    name,
    namespace: NAMESPACE,
    model: { name: model, version },
    storageUri: null,
    runtime: null,
    protocols: ['v1', 'v2'],
    status: statusOf(server, trans),
    created,
    url: null
  };
}

function statusOf(
  { state, detail, since }: ILocalServer,
  trans: TranslationBundle
): IServiceStatus {
  const [phase, label]: [Phase, string] = {
    starting: ['starting', trans.__('Starting')] as [Phase, string],
    ready: ['ready', trans.__('Ready')] as [Phase, string],
    failed: ['failed', trans.__('Failed')] as [Phase, string],
    stopped: ['stopped', trans.__('Stopped')] as [Phase, string]
  }[state];
  const status = { phase, label, detail, since };
  return state === 'failed'
    ? {
        ...status,
        failure: {
          cause: 'crash',
          words: detail,
          evidence: detail,
          source: 'model'
        }
      }
    : status;
}
