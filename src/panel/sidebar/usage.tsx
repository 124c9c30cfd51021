import React from 'react';
import { usePanel } from '../shell/context';
import { formatShare, formatSize } from '../../formatting';
import { StateLabel } from '../components/statelabel';
import { volumeOf } from '../../tokens';

/** From this share of the volume on, the bar warns. */
const ALMOST_FULL = 0.9;

/** How much of the volume is used. */
export function Usage(): React.JSX.Element | null {
  const { server, trans } = usePanel();
  const volume = volumeOf(server);
  if (!volume?.exists || volume.total === 0) {
    return null;
  }
  const share = volume.used / volume.total;
  const full = share >= ALMOST_FULL;
  const words = formatShare(volume.used, volume.total, trans);
  return (
    <div
      className="jp-Kserve-Usage"
      title={trans.__(
        '%1: %2 used, %3 free',
        volume.path,
        formatSize(volume.used),
        formatSize(volume.free)
      )}
    >
      <div
        className="jp-Kserve-Bar"
        role="meter"
        aria-label={trans.__('Used space of the volume')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={words}
        data-phase={full ? 'warn' : 'ready'}
      >
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </div>
      <div className="jp-Kserve-Usage-line">
        {full ? (
          <StateLabel phase="warn">
            {trans.__('%1 · almost full', words)}
          </StateLabel>
        ) : (
          <span>{words}</span>
        )}
        <span className="jp-Kserve-clip" dir="auto">
          {volume.claim}
        </span>
      </div>
    </div>
  );
}
