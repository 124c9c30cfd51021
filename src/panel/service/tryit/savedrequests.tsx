import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import { closeIcon } from '@jupyterlab/ui-components';
import type { JSONValue } from '@lumino/coreutils';
import React, { useCallback, useEffect, useState } from 'react';
import type { ProtocolId } from '../../../protocols/types';
import { usePanel } from '../../shell/context';
import { IconButton, LinkButton } from '../../components/button';
import { notifyError } from '../../shell/errors';
import type { IRequest } from './useRequest';

/** A request that is kept beside a model. */
interface ISavedRequest {
  name: string;
  /** Bytes. */
  size: number;
  /** ISO 8601. */
  saved: string;
  etag: string;
}

/** The requests that are kept beside a model: take one, save one, delete one. */
export function SavedRequests(props: {
  model: string;
  request: IRequest;
}): React.JSX.Element {
  const { server, trans } = usePanel();
  const { model, request } = props;
  const [saved, setSaved] = useState<ISavedRequest[]>([]);
  const [chosen, setChosen] = useState('');
  const path = `requests/${encodeURIComponent(model)}`;
  const pathOf = (name: string) => `${path}/${encodeURIComponent(name)}`;
  const refresh = useCallback(
    () =>
      server
        .request<{ requests: ISavedRequest[] }>(path)
        .then(({ requests }) => setSaved(requests)),
    [server, path]
  );
  useEffect(() => {
    setChosen('');
    setSaved([]);
    // A model that is gone has none; what is done with one says what is wrong.
    refresh().catch(() => undefined);
  }, [refresh]);

  /** Do something with them; what fails is told, and the list is read again. */
  const attempt = (action: () => Promise<void>) => {
    void action()
      .catch(error => notifyError(error, trans))
      .then(refresh)
      .catch(() => undefined);
  };

  const take = (name: string) =>
    attempt(async () => {
      const found = await server.request<{
        protocol: ProtocolId;
        body: JSONValue;
      }>(pathOf(name));
      request.replace(found.protocol, found.body);
      setChosen(name);
    });

  const save = () =>
    attempt(async () => {
      const asked = await InputDialog.getText({
        title: trans.__('Save the request beside %1', model),
        label: trans.__(
          'Name. It is kept on the volume, for all versions of the model and for all who use the volume.'
        ),
        text: chosen,
        okLabel: trans.__('Save')
      });
      const name = asked.value?.trim() ?? '';
      if (!asked.button.accept || name === '') {
        return;
      }
      const there = saved.find(entry => entry.name === name);
      if (there && !(await mayReplace(name))) {
        return;
      }
      await server.request(pathOf(name), {
        method: 'PUT',
        json: { protocol: request.protocol.id, body: request.body },
        ifMatch: there?.etag
      });
      setChosen(name);
    });

  const mayReplace = async (name: string) => {
    const { button } = await showDialog({
      title: trans.__('Replace the request %1?', name),
      body: trans.__('What is saved under this name is lost.'),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.warnButton({ label: trans.__('Replace') })
      ],
      defaultButton: 0
    });
    return button.accept;
  };

  const remove = () =>
    attempt(async () => {
      const { button } = await showDialog({
        title: trans.__('Delete the request %1?', chosen),
        body: trans.__('It goes for all who use the volume.'),
        buttons: [
          Dialog.cancelButton({ label: trans.__('Cancel') }),
          Dialog.warnButton({ label: trans.__('Delete') })
        ],
        defaultButton: 0
      });
      if (button.accept) {
        await server.request(pathOf(chosen), { method: 'DELETE' });
        setChosen('');
      }
    });

  return (
    <>
      {saved.length > 0 && (
        <>
          <select
            className="jp-Kserve-Input"
            aria-label={trans.__('Saved requests')}
            value={chosen}
            onChange={event => event.target.value && take(event.target.value)}
          >
            <option value="">{trans.__('Saved requests…')}</option>
            {saved.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
          {chosen && (
            <IconButton
              icon={closeIcon}
              label={trans.__('Delete the request %1', chosen)}
              onClick={remove}
            />
          )}
        </>
      )}
      <LinkButton
        disabled={request.body === undefined || request.inexact !== ''}
        onClick={save}
      >
        {trans.__('Save…')}
      </LinkButton>
    </>
  );
}
