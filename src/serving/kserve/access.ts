import type { TranslationBundle } from '@jupyterlab/translation';
import type { IKubernetes, IResource } from '../../tokens';
import type { IAccess } from '../types';

/**
 * Whether our identity may apply objects of a kind.
 *
 * @param kubernetes - the cluster
 * @param resource - the kind
 * @param trans - the translation bundle
 */
export async function mayWrite(
  kubernetes: IKubernetes,
  resource: IResource,
  trans: TranslationBundle
): Promise<IAccess> {
  // A server-side apply that creates needs both.
  const verbs = ['create', 'patch'] as const;
  const answers = await Promise.all(
    verbs.map(verb => kubernetes.access(verb, resource))
  );
  const denied = answers.indexOf('denied');
  if (denied >= 0) {
    return {
      access: 'denied',
      message: trans.__(
        'Ask your platform engineer for the Role of this extension: %1 on %2 in namespace %3.',
        verbs[denied],
        resource.plural,
        kubernetes.namespace ?? ''
      )
    };
  }
  return {
    access: answers.includes('unknown') ? 'unknown' : 'allowed',
    message: ''
  };
}
