import type { IModelCard, IVersionDetails } from '../tokens';

/** One number of a model over its versions. */
export interface ISeries {
  name: string;
  /** Oldest first; versions without the number are left out. */
  points: { version: string; value: number }[];
}

/**
 * The numbers that a card tells of its model. Code after the guide has them in
 * the metadata: those count as well.
 *
 * @param card - the card
 */
export function metricsOf(card: IModelCard | null): Map<string, number> {
  const found = new Map<string, number>();
  for (const source of [card?.metadata, card?.metrics]) {
    for (const [name, value] of Object.entries(source ?? {})) {
      // `metadata={"version": 2}` is how a version is given.
      if (typeof value === 'number' && name !== 'version') {
        found.set(name, value);
      }
    }
  }
  return found;
}

/**
 * How a number went over the versions of a model.
 *
 * @param name - what it is called
 * @param versions - newest first
 */
export function seriesOf(
  name: string,
  versions: ReadonlyArray<IVersionDetails>
): ISeries {
  const points: ISeries['points'] = [];
  for (const { card, record } of [...versions].reverse()) {
    const value = metricsOf(card).get(name);
    if (value !== undefined) {
      points.push({ version: record.version ?? '', value });
    }
  }
  return { name, points };
}

/**
 * A number as people read it.
 *
 * @param value - the number
 * @returns at most five digits that count
 */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e9)
    ? value.toExponential(3)
    : value.toLocaleString(undefined, { maximumSignificantDigits: 5 });
}

/**
 * The difference of two numbers with its sign.
 *
 * @param from - the number before
 * @param to - the number now
 */
export function formatChange(from: number, to: number): string {
  const change = to - from;
  // What floating point leaves over is no change.
  const scale = Math.max(Math.abs(from), Math.abs(to));
  if (Math.abs(change) <= scale * 1e-12) {
    return '±0';
  }
  return `${change > 0 ? '+' : '−'}${formatNumber(Math.abs(change))}`;
}
