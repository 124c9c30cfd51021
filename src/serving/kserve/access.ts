import type { TranslationBundle } from '@jupyterlab/translation';
import type { Access, IKubernetes, IResource, Verb } from '../../tokens';
import type { IAccess } from '../types';

/**
 * Whether our identity may do something, with what to do where it may not.
 *
 * @param verb - what to do
 * @param resource - to what
 */
export async function accessTo(
  kubernetes: IKubernetes,
  verb: Verb,
  resource: IResource,
  trans: TranslationBundle
): Promise<IAccess> {
  const access = await kubernetes.access(verb, resource);
  return {
    access,
    message:
      access === 'denied'
        ? trans.__(
            'Ask your cluster administrator for the Role of this extension: %1 on %2 in namespace %3.',
            verb,
            resource.plural,
            kubernetes.namespace ?? ''
          )
        : ''
  };
}

/**
 * Whether our identity may apply objects of a kind.
 *
 * @param resource - the kind
 */
export async function mayWrite(
  kubernetes: IKubernetes,
  resource: IResource,
  trans: TranslationBundle
): Promise<IAccess> {
  // A server-side apply that creates needs both.
  const answers = await Promise.all([
    accessTo(kubernetes, 'create', resource, trans),
    accessTo(kubernetes, 'patch', resource, trans)
  ]);
  const withAccess = (access: Access) =>
    answers.find(answer => answer.access === access);
  return withAccess('denied') ?? withAccess('unknown') ?? answers[0];
}
