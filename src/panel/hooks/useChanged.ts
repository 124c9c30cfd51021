import type { ISignal } from '@lumino/signaling';
import { useEffect, useReducer } from 'react';

/**
 * Draw a component again whenever one of the signals is emitted.
 *
 * @param signals - always the same number of signals, in the same order
 */
export function useChanged(...signals: ISignal<object, unknown>[]): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const slot = () => redraw();
    signals.forEach(signal => signal.connect(slot));
    return () => {
      signals.forEach(signal => signal.disconnect(slot));
    };
  }, signals);
}
