import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import React, { useRef, useState } from 'react';
import { usePanel } from '../context';
import { Button, IconButton, LinkButton } from '../parts';
import { Choice } from '../choice';
import { useServicePage } from './pagecontext';
import { arranged, cellsFromText, type Cells } from './table';
import type { IRequest } from './useRequest';

/** More bytes than these are not read from a file. */
const MAX_FILE = 5 * 1024 * 1024;

/** More rows than these are sent as JSON, not filled in by hand. */
const MAX_ROWS = 20;

/** The rows as a form: columns down, rows across, as many as fit. */
function TableForm(props: { request: IRequest }): React.JSX.Element {
  const { trans } = usePanel();
  const { table, cells, setCells, problem } = props.request;
  const columns = table!.columns;
  const change = (row: number, column: number, text: string) =>
    setCells(
      cells.map((values, index) =>
        index === row
          ? values.map((value, place) => (place === column ? text : value))
          : values
      )
    );
  /** What was copied from a table fills the cells from this one on. */
  const paste = (row: number, column: number, text: string) => {
    const pasted = cellsFromText(text);
    const whole = arranged(table!, pasted);
    if (whole) {
      setCells(whole.slice(0, MAX_ROWS));
      return;
    }
    setCells(
      cells.map((values, index) =>
        values.map(
          (value, place) => pasted[index - row]?.[place - column] ?? value
        )
      )
    );
  };
  return (
    <div className="jp-Kserve-Table-frame">
      <table className="jp-Kserve-Table jp-Kserve-Cells">
        <thead>
          <tr>
            <th scope="col">{trans.__('Column')}</th>
            <th scope="col">{trans.__('Type')}</th>
            {cells.map((_, row) => (
              <th scope="col" key={row}>
                {trans.__('Row %1', row + 1)}
                {cells.length > 1 && (
                  <IconButton
                    icon={closeIcon}
                    label={trans.__('Remove row %1', row + 1)}
                    onClick={() =>
                      setCells(cells.filter((_values, index) => index !== row))
                    }
                  />
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, datatype }, column) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td className="jp-mod-muted">
                {datatype ?? trans.__('not recorded')}
              </td>
              {cells.map((values, row) => (
                <td key={row}>
                  <input
                    className="jp-Kserve-Input"
                    aria-label={trans.__('%1, row %2', name, row + 1)}
                    aria-invalid={
                      problem?.row === row && problem.column === column
                    }
                    value={values[column] ?? ''}
                    onChange={event => change(row, column, event.target.value)}
                    onPaste={event => {
                      const text = event.clipboardData.getData('text');
                      if (/[\t\n]/.test(text)) {
                        event.preventDefault();
                        paste(row, column, text);
                      }
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is sent: filled in, written as JSON, or from a file. */
export function RequestCard(props: {
  request: IRequest;
  sending: boolean;
  onSend: () => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { service } = useServicePage();
  const { request, sending, onSend } = props;
  const { table, cells, problem, form } = request;
  const file = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState('');
  const read = async (chosen: File) => {
    setRefused('');
    if (chosen.size > MAX_FILE) {
      setRefused(trans.__('%1 is larger than 5 MiB.', chosen.name));
      return;
    }
    const text = await chosen.text();
    if (/^\s*[[{]/.test(text)) {
      request.setText(text);
      request.setForm('json');
      return;
    }
    const rows = table && arranged(table, cellsFromText(text));
    if (rows) {
      request.setCells(rows.slice(0, MAX_ROWS));
      request.setForm('table');
    } else {
      setRefused(
        trans.__(
          '%1 is neither JSON nor a table with the columns of the model.',
          chosen.name
        )
      );
    }
  };
  const wrong =
    form === 'table' && problem && table
      ? trans.__(
          'Row %1, %2: not of the type %3.',
          problem.row + 1,
          table.columns[problem.column].name,
          table.columns[problem.column].datatype ?? ''
        )
      : refused;
  return (
    <section
      className="jp-Kserve-Card"
      aria-label={trans.__('Request')}
      onKeyDown={event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          onSend();
        }
      }}
    >
      <div className="jp-Kserve-Card-head">
        <h3>{trans.__('Request')}</h3>
        {table && (
          <Choice
            label={trans.__('How to write it')}
            options={[
              ['table', trans.__('Table')],
              ['json', trans.__('JSON')]
            ]}
            value={form}
            onChange={request.setForm}
          />
        )}
        <Choice
          label={trans.__('Protocol')}
          options={[
            ['v1', trans.__('V1')],
            ['v2', trans.__('V2')]
          ]}
          value={request.protocol}
          onChange={request.setProtocol}
        />
        <span className="jp-Kserve-Card-controls">
          {form === 'json' && request.isTyped && (
            <LinkButton onClick={() => request.setText(null)}>
              {trans.__('Back to the example')}
            </LinkButton>
          )}
          <LinkButton onClick={() => file.current?.click()}>
            {trans.__('From a file…')}
          </LinkButton>
        </span>
        <input
          ref={file}
          type="file"
          hidden
          accept=".json,.csv,.tsv,.txt"
          aria-label={trans.__('File with a request')}
          onChange={event => {
            const [chosen] = event.target.files ?? [];
            event.target.value = '';
            if (chosen) {
              void read(chosen);
            }
          }}
        />
      </div>
      {!service.protocols.includes(request.protocol) && (
        <p className="jp-Kserve-Hint">
          {trans.__(
            'The runtime speaks %1 only, as far as it says.',
            service.protocols.map(name => name.toUpperCase()).join(', ')
          )}
        </p>
      )}
      {form === 'table' && table ? (
        <TableForm request={request} />
      ) : (
        <textarea
          className="jp-Kserve-Input jp-Kserve-Code"
          aria-label={trans.__('Request as JSON')}
          spellCheck={false}
          rows={14}
          value={request.text}
          onChange={event => request.setText(event.target.value)}
        />
      )}
      <div className="jp-Kserve-Actions">
        {form === 'table' && table && cells.length < MAX_ROWS && (
          <Button
            icon={addIcon}
            onClick={() => request.setCells(withRow(cells))}
          >
            {trans.__('Row')}
          </Button>
        )}
        {wrong && (
          <span className="jp-Kserve-Hint jp-mod-refused" role="alert">
            {wrong}
          </span>
        )}
        <span className="jp-Kserve-Toolrow-end jp-Kserve-Hint">
          {trans.__('Ctrl+Enter')}
        </span>
        <Button
          accept
          disabled={sending || (form === 'table' && problem !== null)}
          onClick={onSend}
        >
          {sending ? trans.__('Sending…') : trans.__('Send')}
        </Button>
      </div>
    </section>
  );
}

/** Another row, with the values of the last one to begin with. */
function withRow(cells: Cells): Cells {
  return [...cells, [...cells[cells.length - 1]]];
}
