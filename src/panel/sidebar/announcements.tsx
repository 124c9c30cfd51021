import React, { useEffect, useRef, useState } from 'react';
import { keyOf, type Phase } from '../../tokens';
import { usePanel } from '../shell/context';

/** More changes at once than these are told as a number. */
const MAX_NAMED = 3;

/**
 * Tells assistive technology what changes by itself: a state of a service once,
 * politely; a failure of what the user started at once.
 */
export function Announcements(props: {
  /** What else is to be told politely. */
  words: string;
}): React.JSX.Element {
  const { serving, started, trans } = usePanel();
  const known = useRef<Map<string, Phase> | null>(null);
  const [polite, setPolite] = useState('');
  const [urgent, setUrgent] = useState('');

  useEffect(() => setPolite(props.words), [props.words]);

  useEffect(() => {
    const slot = () => {
      if (!serving.targets.some(target => target.state === 'ready')) {
        return;
      }
      // What is there when one begins to look is not news, and a cluster that
      // does not answer says nothing of its services.
      const before = known.current;
      const news = serving.services.filter(
        service =>
          before !== null &&
          service.status.phase !== 'unknown' &&
          before.get(keyOf(service)) !== service.status.phase
      );
      known.current = new Map(
        serving.services.map(service => {
          const { phase } = service.status;
          const key = keyOf(service);
          return [
            key,
            phase === 'unknown' ? (before?.get(key) ?? phase) : phase
          ];
        })
      );
      const [failed, others] = [true, false].map(wanted =>
        news.filter(
          service =>
            (service.status.phase === 'failed' &&
              started.has(keyOf(service))) === wanted
        )
      );
      const formatValue = (services: typeof news) =>
        services.length > MAX_NAMED
          ? trans._n(
              'The state of %1 service has changed.',
              'The states of %1 services have changed.',
              services.length,
              services.length
            )
          : services
              .map(({ name, status: { label, detail } }) =>
                [`${name}: ${label}`, detail].filter(Boolean).join(', ')
              )
              .join('. ');
      if (failed.length > 0) {
        setUrgent(formatValue(failed));
      }
      if (others.length > 0) {
        setPolite(formatValue(others));
      }
    };
    slot();
    serving.changed.connect(slot);
    return () => {
      serving.changed.disconnect(slot);
    };
  }, [serving, started, trans]);

  return (
    <>
      <div className="jp-Kserve-hidden" role="status">
        {polite}
      </div>
      <div className="jp-Kserve-hidden" role="alert">
        {urgent}
      </div>
    </>
  );
}
