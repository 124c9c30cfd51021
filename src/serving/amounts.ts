import type { TranslationBundle } from '@jupyterlab/translation';

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

/**
 * Twice an amount, in its unit.
 *
 * @param value - for example `512Mi`
 * @returns for example `1024Mi`; null for what is no amount
 */
export function doubled(value: string): string | null {
  const match = /^(\d+(?:\.\d+)?)([kMGTPE]i?|Ki|m)?$/.exec(value);
  return match ? `${Number(match[1]) * 2}${match[2] ?? ''}` : null;
}
