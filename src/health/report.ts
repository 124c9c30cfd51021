import type { TranslationBundle } from '@jupyterlab/translation';
import type { FindingState, IFinding, IGroupFindings } from './types';

/** How often each state was found. */
export function countStates(
  groups: ReadonlyArray<IGroupFindings>
): Record<FindingState, number> {
  const counts = { ok: 0, warning: 0, problem: 0, unknown: 0 };
  for (const { findings } of groups) {
    findings.forEach(finding => (counts[finding.state] += 1));
  }
  return counts;
}

/** How a state is called. */
export function stateWord(
  state: FindingState,
  trans: TranslationBundle
): string {
  return {
    ok: trans.__('passed'),
    warning: trans.__('warning'),
    problem: trans.__('problem'),
    unknown: trans.__('not checked')
  }[state];
}

/**
 * What a finding was told from, and what to do about it; may be empty.
 *
 * @param finding - of a check
 */
export function evidenceOf({ details = '', hint = '' }: IFinding): string {
  const sentence = !details || details.endsWith('.') ? details : `${details}.`;
  return hint ? `${sentence} ${hint}`.trim() : details;
}

/**
 * All findings as text, for a message to whoever set the workbench up.
 *
 * @param groups - the findings
 */
export function reportOf(
  groups: ReadonlyArray<IGroupFindings>,
  trans: TranslationBundle
): string {
  return groups
    .map(({ title, findings }) =>
      [
        title,
        ...findings.map(finding =>
          [
            `  [${stateWord(finding.state, trans)}] ${finding.message}`,
            ...[evidenceOf(finding), finding.grant ?? '']
              .filter(Boolean)
              .flatMap(text => text.split('\n'))
              .map(line => `      ${line}`)
          ].join('\n')
        )
      ].join('\n')
    )
    .join('\n\n');
}
