import { useEffect, useState } from 'react';
import type { IModelCard, IService } from '../../../tokens';
import { usePanel } from '../../shell/context';

/**
 * The card of the version that a service serves.
 *
 * @returns null without a card, and until it was read
 */
export function useCard(service: IService): IModelCard | null {
  const { store } = usePanel();
  const [card, setCard] = useState<IModelCard | null>(null);
  const name = service.model?.name;
  const version = service.model?.version;
  useEffect(() => {
    let current = true;
    setCard(null);
    if (name && version) {
      store.get(name, version).then(
        details => {
          if (current) {
            setCard(details.card);
          }
        },
        // What it would have said is left out.
        () => undefined
      );
    }
    return () => {
      current = false;
    };
  }, [store, name, version]);
  return card;
}
