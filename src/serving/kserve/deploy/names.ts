import type { TranslationBundle } from '@jupyterlab/translation';

/** What a label of a host name may hold. */
const MAX_LABEL = 63;

/**
 * Why KServe would not take a service name. The host name of its predictor is
 * `<name>-predictor-<namespace>`; one that is too long is stored, and fails.
 *
 * @param name - the service name
 * @param namespace - where it will be; null when that is not known
 * @returns null when it can be used
 */
export function nameProblem(
  name: string,
  namespace: string | null,
  trans: TranslationBundle
): string | null {
  if (name === '') {
    return trans.__('Enter a service name.');
  }
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    return trans.__(
      'Use lowercase letters, digits and “-”. Start with a letter and do not end with “-”.'
    );
  }
  const longest = MAX_LABEL - `-predictor-${namespace ?? ''}`.length;
  if (name.length > longest) {
    return namespace
      ? trans.__(
          'The name has %3 characters. In the namespace %1, at most %2 are allowed.',
          namespace,
          longest,
          name.length
        )
      : trans.__(
          'The name is too long. At most %1 characters are allowed.',
          longest
        );
  }
  return null;
}
