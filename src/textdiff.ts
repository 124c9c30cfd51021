import { structuredPatch } from 'diff';

/** Lines shown around a change. */
const CONTEXT = 4;

/** One line of a unified diff. */
export interface IDiffLine {
  /** `@` stands for lines that are left out. */
  kind: '+' | '-' | ' ' | '@';
  text: string;
}

/**
 * The unified diff of two texts.
 *
 * @param before - the text as it is
 * @param after - as it would be
 * @returns no lines when they are the same
 */
export function diffLines(before: string, after: string): IDiffLine[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', {
    context: CONTEXT
  });
  return hunks.flatMap(({ lines, oldStart }, index) => [
    ...(oldStart > 1 || index > 0 ? [{ kind: '@' as const, text: '⋯' }] : []),
    ...lines
      .filter(line => !line.startsWith('\\'))
      .map(line => ({
        kind: line[0] as IDiffLine['kind'],
        text: line.slice(1)
      }))
  ]);
}

/**
 * How many places differ: neighbouring lines count as one.
 *
 * @param lines - of `diffLines`
 */
export function countChanges(lines: ReadonlyArray<IDiffLine>): number {
  const isChange = ({ kind }: IDiffLine) => kind === '+' || kind === '-';
  return lines.filter(
    (line, index) =>
      isChange(line) && !(index > 0 && isChange(lines[index - 1]))
  ).length;
}

/**
 * A text with what cannot be seen written out, so that it cannot mislead: marks
 * that change the direction, for example.
 *
 * @param text - any text; its line breaks and tabs stay
 */
export function plainly(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, mark =>
    mark === '\n' || mark === '\t'
      ? mark
      : `\\u{${mark.codePointAt(0)!.toString(16)}}`
  );
}
