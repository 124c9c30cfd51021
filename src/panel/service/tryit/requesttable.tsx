import { closeIcon } from '@jupyterlab/ui-components';
import React from 'react';
import { usePanel } from '../../shell/context';
import { IconButton } from '../../components/button';
import { arranged, cellsFromText } from '../../../inference/table';
import type { IRequest } from './useRequest';

/** More rows than these are sent as JSON, not filled in by hand. */
export const MAX_ROWS = 20;

/** The rows as a form: columns down, rows across, as many as fit. */
export function RequestTable(props: { request: IRequest }): React.JSX.Element {
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
                    placeholder={
                      values[column] === null ? trans.__('missing') : undefined
                    }
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
