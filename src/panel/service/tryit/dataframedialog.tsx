import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { Signal, type ISignal } from '@lumino/signaling';
import React, { useId } from 'react';
import { SubmitDialog } from '../../shell/dialog';
import { type ISubmitForm } from '../../../submitform';
import { notebookKernel } from '../../../notebook/kernel';
import { problemOf } from '../../../tokens';
import { useChanged } from '../../hooks/useChanged';
import {
  cellsOfFrame,
  columnsOfFrame,
  framesIn,
  rowsOf,
  type IFrame
} from '../../../notebook/dataframes';
import { MAX_ROWS } from './requesttable';
import { requestOf } from '../../../inference/table';
import type { IRequest } from './useRequest';

const FIRST_ROWS = 5;

/** Which rows of which DataFrame are to be sent. */
class FrameForm implements ISubmitForm {
  constructor(
    readonly frames: ReadonlyArray<IFrame>,
    private readonly kernel: Kernel.IKernelConnection,
    private readonly request: IRequest,
    private readonly trans: TranslationBundle
  ) {
    this._name = frames[0].name;
  }

  get name(): string {
    return this._name;
  }
  set name(name: string) {
    this._name = name;
    this._tell('');
  }

  /** How many rows, as typed. */
  get rows(): string {
    return this._rows;
  }
  set rows(rows: string) {
    this._rows = rows;
    this._tell('');
  }

  /** What is chosen here is quickly chosen again. */
  readonly edited = false;

  get disabledReason(): string {
    const count = Number(this._rows);
    return Number.isInteger(count) && count >= 1 && count <= MAX_ROWS
      ? ''
      : this.trans.__('Enter a number of rows from 1 to %1.', MAX_ROWS);
  }

  /** Why the rows cannot be sent; empty when nothing is known against it. */
  get refusal(): string {
    return this._refusal;
  }

  get changed(): ISignal<FrameForm, void> {
    return this._changed;
  }

  /** Read the rows and put them into the request. */
  async submit(): Promise<boolean> {
    if (this.disabledReason) {
      return false;
    }
    const { request, kernel, trans } = this;
    try {
      const count = Number(this._rows);
      const frame = await rowsOf(
        kernel,
        this._name,
        count,
        request.table,
        trans
      );
      if (frame.rows.length === 0) {
        throw new Error(
          trans.__(
            '%1 does not have rows with values that can be sent.',
            this._name
          )
        );
      }
      const [left] = frame.left;
      if (!request.table && left) {
        throw new Error(
          trans.__(
            'The column %1 contains values of the class %2, which cannot be sent.',
            left.name,
            left.type
          )
        );
      }
      if (request.table) {
        request.setCells(cellsOfFrame(request.table, frame, trans));
        request.setForm('table');
      } else {
        const { protocol } = request;
        const built = requestOf(columnsOfFrame(frame), frame.rows, protocol);
        if ('problem' in built) {
          const { row, column } = built.problem;
          throw new Error(
            trans.__(
              'Row %1, %2: this value cannot be sent.',
              row + 1,
              frame.columns[column].name
            )
          );
        }
        request.replace(protocol.id, built.body);
      }
      return true;
    } catch (error) {
      this._tell(problemOf(error, trans).message);
      return false;
    }
  }

  private _tell(refusal: string): void {
    this._refusal = refusal;
    this._changed.emit();
  }

  private _name: string;
  private _rows = String(FIRST_ROWS);
  private _refusal = '';
  private readonly _changed = new Signal<FrameForm, void>(this);
}

function FrameBody(props: {
  form: FrameForm;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { form, trans } = props;
  const id = useId();
  useChanged(form.changed);
  return (
    <div className="jp-Kserve-Save">
      <div className="jp-Kserve-Field">
        <label htmlFor={`${id}-frame`}>{trans.__('DataFrame')}</label>
        <select
          id={`${id}-frame`}
          className="jp-Kserve-Input"
          value={form.name}
          onChange={event => {
            form.name = event.target.value;
          }}
        >
          {form.frames.map(({ name, rows, columns }) => (
            <option key={name} value={name}>
              {trans.__('%1 · %2 rows, %3 columns', name, rows, columns)}
            </option>
          ))}
        </select>
      </div>
      <div className="jp-Kserve-Field">
        <label htmlFor={`${id}-rows`}>{trans.__('First rows')}</label>
        <input
          id={`${id}-rows`}
          className="jp-Kserve-Input"
          type="number"
          min={1}
          max={MAX_ROWS}
          value={form.rows}
          aria-describedby={`${id}-hint`}
          onChange={event => {
            form.rows = event.target.value;
          }}
        />
      </div>
      <p
        id={`${id}-hint`}
        className={`jp-Kserve-Hint${form.disabledReason || form.refusal ? ' jp-mod-refused' : ''}`}
        role="status"
      >
        {form.disabledReason ||
          form.refusal ||
          trans.__(
            'The values are read from the kernel. Your code is not run or changed, and nothing is sent to the model yet.'
          )}
      </p>
    </div>
  );
}

/**
 * Ask for a DataFrame of the running notebook, and put its first rows into a
 * request.
 *
 * @param request - the request
 * @throws Error with words for the user when there is none
 */
export async function requestFromFrame(
  app: JupyterFrontEnd,
  request: IRequest,
  trans: TranslationBundle
): Promise<void> {
  const kernel = await notebookKernel(app);
  if (!kernel) {
    throw new Error(
      trans.__(
        'No notebook is running. Open a notebook with your data, then try again.'
      )
    );
  }
  const frames = await framesIn(kernel, trans);
  if (frames.length === 0) {
    throw new Error(
      trans.__('The notebook does not have a variable with a pandas DataFrame.')
    );
  }
  const form = new FrameForm(frames, kernel, request, trans);
  const dialog = new SubmitDialog({
    form,
    context: { status: null, trans },
    title: trans.__('First Rows of a DataFrame'),
    body: ReactWidget.create(<FrameBody form={form} trans={trans} />),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Use Rows') })
    ],
    focusNodeSelector: 'select'
  });
  dialog.addClass('jp-Kserve-SaveDialog');
  await dialog.launch().finally(() => dialog.dispose());
}
