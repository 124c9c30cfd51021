import { useEffect, useState } from 'react';
import type { IService } from '../../tokens';
import { usePanel } from '../shell/context';

/** What is being served; the same array until something of it changes. */
export function useServices(): ReadonlyArray<IService> {
  const { serving } = usePanel();
  const [services, setServices] = useState(() => serving.services);
  useEffect(() => {
    const slot = () => setServices(serving.services);
    slot();
    serving.changed.connect(slot);
    return () => {
      serving.changed.disconnect(slot);
    };
  }, [serving]);
  return services;
}
