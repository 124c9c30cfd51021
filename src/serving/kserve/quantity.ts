import type { TranslationBundle } from '@jupyterlab/translation';

/**
 * Why Kubernetes would not take an amount. None leaves it to the runtime.
 *
 * @param field - of what it is an amount
 * @param value - as the user typed it
 * @returns null when it can be used
 */
export function amountProblem(
  field: 'cpu' | 'memory',
  value: string,
  trans: TranslationBundle
): string | null {
  if (value === '') {
    return null;
  }
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
    ? trans.__('Enter CPU cores, for example 1, 0.5 or 500m.')
    : trans.__('Enter a size, for example 2Gi or 512Mi.');
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

const FACTORS: Record<string, number> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60
};

/**
 * An amount of Kubernetes as a number.
 *
 * @param text - e.g. `500m` or `2Gi`
 * @returns cores, bytes or pieces; NaN for what is no amount
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function numberOf(text: string): number {
  const [, number, unit] =
    /^([\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
  return Number(number) * (FACTORS[unit] ?? NaN);
}
