import type { TranslationBundle } from '@jupyterlab/translation';
import type { FindingState, IFinding } from './types';

/** More findings of one state than these are counted, not listed. */
const LISTED = 10;

/**
 * The first findings of each state, and how many more there are, in the same
 * order.
 *
 * @param findings - of a check
 */
export function limitFindings(
  findings: ReadonlyArray<IFinding>,
  trans: TranslationBundle
): ReadonlyArray<IFinding> {
  const total = (state: FindingState) =>
    findings.filter(finding => finding.state === state).length;
  const seen = { ok: 0, warning: 0, problem: 0, unknown: 0 };
  return findings.flatMap(finding => {
    const { state } = finding;
    const rest = total(state) - LISTED;
    seen[state] += 1;
    if (rest <= 0 || seen[state] < LISTED) {
      return [finding];
    }
    const message = trans._n('… and %1 more', '… and %1 more', rest, rest);
    return seen[state] === LISTED ? [finding, { state, message }] : [];
  });
}
