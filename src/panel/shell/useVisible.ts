import { createContext, useContext, useEffect, useState } from 'react';
import type { ISignal } from '@lumino/signaling';

/** Whether a page can be seen: it is in front, and so is the browser's tab. */
export interface ISeen {
  readonly value: boolean;
  readonly changed: ISignal<ISeen, void>;
}

export const SeenContext = createContext<ISeen | null>(null);

/**
 * Whether the page around can be seen now. What costs something while nobody
 * looks stops while it cannot.
 */
export function useVisible(): boolean {
  const seen = useContext(SeenContext);
  const now = () => seen?.value !== false && !document.hidden;
  const [value, setValue] = useState(now);
  useEffect(() => {
    const look = () => setValue(now());
    look();
    seen?.changed.connect(look);
    document.addEventListener('visibilitychange', look);
    return () => {
      seen?.changed.disconnect(look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [seen]);
  return value;
}
