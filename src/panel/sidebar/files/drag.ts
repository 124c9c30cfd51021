import type { Drag } from '@lumino/dragdrop';
import { useEffect, useRef, useState } from 'react';
import type React from 'react';

/** What a dragged row of the models carries: the name of its model. */
export const MODEL_MIME = 'application/x-kserve-model';

/** What JupyterLab's file browsers put into a drag: the paths, with drives. */
export const CONTENTS_MIME = 'application/x-jupyter-icontents';

/** On what would take the thing that is dragged over it. */
const TARGET_CLASS = 'jp-mod-dropTarget';

/**
 * Take files that are dragged here from one of JupyterLab's file browsers.
 * Their drags are Lumino's, which React knows nothing of.
 *
 * @param enabled - whether they are taken now
 * @param onDrop - called with the paths
 * @returns for the element that takes them
 */
export function useContentsDrop(
  enabled: boolean,
  onDrop: (paths: string[]) => void
): React.RefObject<HTMLElement> {
  const target = useRef<HTMLElement>(null);
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(() => {
    const element = target.current;
    if (!element || !enabled) {
      return;
    }
    const onEvent = (raw: Event) => {
      const event = raw as Drag.Event;
      if (!event.mimeData.hasData(CONTENTS_MIME)) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      const over =
        event.type === 'lm-dragenter' || event.type === 'lm-dragover';
      element.classList.toggle(TARGET_CLASS, over);
      // The browser would refuse another action; the files stay where they are.
      event.dropAction = event.proposedAction;
      if (event.type === 'lm-drop') {
        latest.current(event.mimeData.getData(CONTENTS_MIME) as string[]);
      }
    };
    const types = ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop'];
    types.forEach(type => element.addEventListener(type, onEvent));
    return () => {
      types.forEach(type => element.removeEventListener(type, onEvent));
    };
  }, [enabled]);
  return target;
}

/** Handlers of an element that takes a row of the models. */
export interface IModelDrop {
  /** Whether a model is held over it. */
  over: boolean;
  onDragOver: (event: React.DragEvent) => void;
  onDragLeave: (event: React.DragEvent) => void;
  onDrop: (event: React.DragEvent) => void;
}

/**
 * Take a row that is dragged here from the models.
 *
 * @param onModel - called with the name of the model
 */
export function useModelDrop(onModel: (name: string) => void): IModelDrop {
  const [over, setOver] = useState(false);
  const carries = (event: React.DragEvent) =>
    event.dataTransfer.types.includes(MODEL_MIME);
  return {
    over,
    onDragOver: event => {
      if (carries(event)) {
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      }
    },
    onDragLeave: event => {
      const { currentTarget, relatedTarget } = event;
      if (!currentTarget.contains(relatedTarget as Node | null)) {
        setOver(false);
      }
    },
    onDrop: event => {
      setOver(false);
      const name = event.dataTransfer.getData(MODEL_MIME);
      if (name) {
        event.preventDefault();
        onModel(name);
      }
    }
  };
}
