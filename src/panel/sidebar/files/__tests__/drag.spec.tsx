import { MimeData } from '@lumino/coreutils';
import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { MODEL_MIME, useContentsDrop, useModelDrop } from '../drag';

/** A drag of Lumino's, as JupyterLab's file browsers begin it. */
function lumino(type: string, format = 'application/x-jupyter-icontents') {
  const mimeData = new MimeData();
  mimeData.setData(format, ['a.pkl', 'models:b/1/model.joblib']);
  return Object.assign(new Event(type, { bubbles: true, cancelable: true }), {
    mimeData,
    proposedAction: 'move',
    dropAction: 'none'
  });
}

describe('useContentsDrop', () => {
  const onDrop = jest.fn();

  function Target(props: { enabled: boolean }) {
    return (
      <section ref={useContentsDrop(props.enabled, onDrop)} role="region">
        <p role="note" />
      </section>
    );
  }

  beforeEach(() => onDrop.mockClear());

  it('takes files, marks what takes them, and leaves them where they are', () => {
    render(<Target enabled />);
    const inside = screen.getByRole('note');
    const target = screen.getByRole('region');
    for (const type of ['lm-dragenter', 'lm-dragover']) {
      const event = lumino(type);
      fireEvent(inside, event);
      expect(event.defaultPrevented).toBe(true);
      // Another action would not be accepted.
      expect(event.dropAction).toBe('move');
      expect(target.classList).toContain('jp-mod-dropTarget');
    }
    fireEvent(inside, lumino('lm-drop'));
    expect(onDrop).toHaveBeenCalledWith(['a.pkl', 'models:b/1/model.joblib']);
    expect(target.classList).not.toContain('jp-mod-dropTarget');
  });

  it('takes nothing else', () => {
    render(<Target enabled />);
    const event = lumino('lm-dragenter', 'application/vnd.lumino.widget');
    fireEvent(screen.getByRole('note'), event);
    expect(event.defaultPrevented).toBe(false);
  });

  it('takes nothing while files cannot be saved', () => {
    render(<Target enabled={false} />);
    fireEvent(screen.getByRole('note'), lumino('lm-drop'));
    expect(onDrop).not.toHaveBeenCalled();
  });
});

describe('useModelDrop', () => {
  const onModel = jest.fn();

  function Target() {
    const { over, ...handlers } = useModelDrop(onModel);
    return <section role="region" data-over={over} {...handlers} />;
  }

  /** jsdom has no drags; this is as much of one as is looked at. */
  function dragged(type: string, format: string) {
    const event = new Event(type, { bubbles: true, cancelable: true });
    return Object.assign(event, {
      dataTransfer: {
        types: [format],
        getData: (wanted: string) => (wanted === format ? 'anomaly' : '')
      }
    });
  }

  it('takes a model and says so', () => {
    render(<Target />);
    const target = screen.getByRole('region');
    fireEvent(target, dragged('dragover', MODEL_MIME));
    expect(target.dataset.over).toBe('true');
    fireEvent(target, dragged('drop', MODEL_MIME));
    expect(onModel).toHaveBeenCalledWith('anomaly');
    expect(target.dataset.over).toBe('false');
  });

  it('takes no other text', () => {
    render(<Target />);
    const target = screen.getByRole('region');
    onModel.mockClear();
    expect(fireEvent(target, dragged('dragover', 'text/plain'))).toBe(true);
    fireEvent(target, dragged('drop', 'text/plain'));
    expect(onModel).not.toHaveBeenCalled();
  });
});
