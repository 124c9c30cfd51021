import type { TranslationBundle } from '@jupyterlab/translation';
import type { IService, IServiceStatus } from '../types';
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
  const label = {
    starting: trans.__('Starting'),
    ready: trans.__('Ready'),
    failed: trans.__('Failed'),
    stopped: trans.__('Stopped')
  }[state];
  const status = { phase: state, label, detail, since };
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
