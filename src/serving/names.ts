import type { TranslationBundle } from '@jupyterlab/translation';

/** What a label of a host name may hold. */
const MAX_LABEL = 63;

/**
 * Why KServe would not take a service name. The host name of its predictor is
 * `<name>-predictor-<namespace>`; one that is too long is stored, and fails.
 *
 * @param name - the service name
 * @param namespace - where it will be; null when that is not known
 * @param trans - the translation bundle
 * @returns null when it can be used
 */
export function nameProblem(
  name: string,
  namespace: string | null,
  trans: TranslationBundle
): string | null {
  if (name === '') {
    return trans.__('A service needs a name.');
  }
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    return trans.__(
      'Use lower-case letters, digits and “-”. It starts with a letter and does not end with “-”.'
    );
  }
  const longest = MAX_LABEL - `-predictor-${namespace ?? ''}`.length;
  if (name.length > longest) {
    return namespace
      ? trans.__(
          'Too long: in the namespace %1 a name may have %2 characters, this one has %3.',
          namespace,
          longest,
          name.length
        )
      : trans.__('Too long: a name may have %1 characters.', longest);
  }
  return null;
}

/**
 * Why Kubernetes would not take an amount.
 *
 * @param field - of what it is an amount
 * @param value - as the user typed it
 * @param trans - the translation bundle
 * @returns null when it can be used
 */
export function amountProblem(
  field: 'cpu' | 'memory',
  value: string,
  trans: TranslationBundle
): string | null {
  const match = /^(\d+\.?\d*|\.\d+)(m|[kMGTPE]i?|Ki|[eE][+-]?\d+)?$/.exec(
    value
  );
  // `1ki` and a memory of thousandths of a byte are slips of the keyboard.
  const unit = match?.[2] ?? '';
  const usable =
    match &&
    Number(match[1]) > 0 &&
    unit !== 'ki' &&
    !(field === 'memory' && unit === 'm');
  if (usable) {
    return null;
  }
  return field === 'cpu'
    ? trans.__('Give cores as in 1, 0.5 or 500m.')
    : trans.__('Give bytes as in 2Gi or 512Mi.');
}
