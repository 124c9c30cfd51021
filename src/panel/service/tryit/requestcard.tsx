import { addIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useState } from 'react';
import { protocols } from '../../../protocols/registry';
import { usePanel } from '../../shell/context';
import { Button, LinkButton } from '../../components/button';
import { Choice } from '../../components/choice';
import { useServicePage } from '../pagecontext';
import { RequestSources } from './requestsources';
import { MAX_ROWS, RequestTable } from './requesttable';
import type { Cells } from '../../../inference/table';
import type { IRequest } from './useRequest';

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
  const [refused, setRefused] = useState('');
  const wrong =
    form === 'table' && problem && table
      ? cellProblem(request, trans)
      : refused || (request.inexact && inexactWords(request.inexact, trans));
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
            label={trans.__('Request view')}
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
          options={protocols.all.map(({ id, name }) => [id, name])}
          value={request.protocol.id}
          onChange={request.setProtocol}
        />
        {form === 'json' && request.isTyped && (
          <span className="jp-Kserve-Card-controls">
            <LinkButton onClick={() => request.setText(null)}>
              {trans.__('Reset to example')}
            </LinkButton>
          </span>
        )}
      </div>
      <RequestSources request={request} onRefused={setRefused} />
      {!service.protocols.includes(request.protocol.id) && (
        <p className="jp-Kserve-Hint">
          {trans.__(
            'The runtime declares only the protocol %1.',
            protocols.names(service.protocols)
          )}
        </p>
      )}
      {form === 'table' && table ? (
        <RequestTable request={request} />
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
            {trans.__('Add row')}
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
          disabled={
            sending ||
            request.inexact !== '' ||
            (form === 'table' && problem !== null)
          }
          onClick={onSend}
        >
          {sending ? trans.__('Sending…') : trans.__('Send')}
        </Button>
      </div>
    </section>
  );
}

/** Why a cell cannot be sent. */
function cellProblem(
  { table, problem }: IRequest,
  trans: TranslationBundle
): string {
  const { row, column, inexact } = problem!;
  const { name, datatype } = table!.columns[column];
  return inexact
    ? inexactWords(trans.__('Row %1, %2', row + 1, name), trans)
    : trans.__(
        'Row %1, %2: not a value of type %3.',
        row + 1,
        name,
        datatype ?? ''
      );
}

function inexactWords(what: string, trans: TranslationBundle): string {
  return trans.__(
    '%1: this whole number is too large to be sent exactly. Send it from a notebook.',
    what
  );
}

/** Another row, with the values of the last one to begin with. */
function withRow(cells: Cells): Cells {
  return [...cells, [...cells[cells.length - 1]]];
}
