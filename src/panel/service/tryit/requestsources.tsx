import React, { useRef, useState } from 'react';
import { usePanel } from '../../shell/context';
import { LinkButton } from '../../components/button';
import { problemOf } from '../../../tokens';
import { useServicePage } from '../pagecontext';
import { MAX_ROWS } from './requesttable';
import { SavedRequests } from './savedrequests';
import { arranged, cellsFromText } from '../../../inference/table';
import type { IRequest } from './useRequest';

/** More bytes than these are not read from a file. */
const MAX_FILE = 5 * 1024 * 1024;

/** Where a request can be taken from, and kept. */
export function RequestSources(props: {
  request: IRequest;
  /** Why nothing was taken; empty when something was. */
  onRefused: (reason: string) => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { app, service } = useServicePage();
  const { request, onRefused } = props;
  const { table } = request;
  const file = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState(false);

  const readFile = async (chosen: File) => {
    onRefused('');
    if (chosen.size > MAX_FILE) {
      onRefused(trans.__('%1 is larger than 5 MiB.', chosen.name));
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
      onRefused(
        trans.__(
          '%1 is not JSON and not a table with the columns of the model.',
          chosen.name
        )
      );
    }
  };

  const readFrame = async () => {
    onRefused('');
    setAsking(true);
    try {
      const { requestFromFrame } = await import('./dataframedialog');
      await requestFromFrame(app, request, trans);
    } catch (error) {
      onRefused(problemOf(error, trans).message);
    } finally {
      setAsking(false);
    }
  };

  return (
    <div
      className="jp-Kserve-Toolrow"
      role="group"
      aria-label={trans.__('Load request from')}
    >
      <LinkButton onClick={() => file.current?.click()}>
        {trans.__('From a file…')}
      </LinkButton>
      <LinkButton
        title={trans.__(
          'Use the first rows of a DataFrame in the last used notebook, without running your code'
        )}
        disabled={asking}
        onClick={() => void readFrame()}
      >
        {trans.__('From a notebook…')}
      </LinkButton>
      {service.model && (
        <SavedRequests model={service.model.name} request={request} />
      )}
      <input
        ref={file}
        type="file"
        hidden
        accept=".json,.csv,.tsv,.txt"
        aria-label={trans.__('Request file')}
        onChange={event => {
          const [chosen] = event.target.files ?? [];
          event.target.value = '';
          if (chosen) {
            void readFile(chosen);
          }
        }}
      />
    </div>
  );
}
