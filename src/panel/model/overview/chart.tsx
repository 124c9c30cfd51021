import React from 'react';
import { usePanel } from '../../shell/context';
import { formatNumber, type ISeries } from '../../../cards/metrics';

const WIDTH = 168;
const HEIGHT = 32;
/** Room for the dots, in pixels. */
const MARGIN = 4;

/** How a number went over the versions: a line, a dot each, the shown one full. */
export function Spark(props: {
  series: ISeries;
  /** The version that the page shows. */
  version: string;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { name, points } = props.series;
  if (points.length < 2) {
    return (
      <span className="jp-mod-muted">{trans.__('in only one version')}</span>
    );
  }
  const values = points.map(point => point.value);
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  const x = (index: number) =>
    MARGIN + (index * (WIDTH - 2 * MARGIN)) / (points.length - 1);
  const y = (value: number) =>
    HEIGHT -
    MARGIN -
    (range === 0 ? 0.5 : (value - low) / range) * (HEIGHT - 2 * MARGIN);
  const words = points
    .map(point => `${point.version}: ${formatNumber(point.value)}`)
    .join(', ');
  return (
    <svg
      className="jp-Kserve-Spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={trans.__(
        '%1 from the oldest to the newest version: %2',
        name,
        words
      )}
    >
      <polyline
        points={values
          .map((value, index) => `${x(index)},${y(value)}`)
          .join(' ')}
      />
      {points.map((point, index) => (
        <circle
          key={point.version}
          cx={x(index)}
          cy={y(point.value)}
          r={point.version === props.version ? 3.5 : 2}
          className={point.version === props.version ? 'jp-mod-shown' : ''}
        >
          <title>{`${point.version}: ${formatNumber(point.value)}`}</title>
        </circle>
      ))}
    </svg>
  );
}
