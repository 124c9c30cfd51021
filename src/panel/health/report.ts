import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICheckGroup, Outcome } from '../../tokens';

/** How often each outcome was found. */
export function countOutcomes(
  groups: ReadonlyArray<ICheckGroup>
): Record<Outcome, number> {
  const counts = { fine: 0, note: 0, problem: 0, skipped: 0 };
  for (const { checks } of groups) {
    checks.forEach(check => (counts[check.outcome] += 1));
  }
  return counts;
}

/** How an outcome is called. */
export function outcomeWord(
  outcome: Outcome,
  trans: TranslationBundle
): string {
  return {
    fine: trans.__('fine'),
    note: trans.__('note'),
    problem: trans.__('problem'),
    skipped: trans.__('not checked')
  }[outcome];
}

/**
 * All findings as text, for a message to whoever set the workbench up.
 *
 * @param groups - the findings
 * @param trans - the translation bundle
 */
export function reportOf(
  groups: ReadonlyArray<ICheckGroup>,
  trans: TranslationBundle
): string {
  return groups
    .map(({ title, checks }) =>
      [
        title,
        ...checks.map(check =>
          [
            `  [${outcomeWord(check.outcome, trans)}] ${check.title}`,
            ...[check.evidence, check.grant ?? '']
              .filter(Boolean)
              .flatMap(text => text.split('\n'))
              .map(line => `      ${line}`)
          ].join('\n')
        )
      ].join('\n')
    )
    .join('\n\n');
}
