import { InputDialog } from '@jupyterlab/apputils';
import { closeIcon } from '@jupyterlab/ui-components';
import React, { useCallback, useEffect, useState } from 'react';
import type { ISavedRequest } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { IconButton, LinkButton } from '../../components/button';
import { notifyError } from '../../shell/errors';
import { confirm } from '../../shell/confirm';
import type { IRequest } from './useRequest';

/** The requests that are kept beside a model: take one, save one, delete one. */
export function SavedRequests(props: {
  model: string;
  request: IRequest;
}): React.JSX.Element {
  const { store, trans } = usePanel();
  const { model, request } = props;
  const [saved, setSaved] = useState<ISavedRequest[]>([]);
  const [chosen, setChosen] = useState('');
  const refresh = useCallback(
    () => store.requests.list(model).then(setSaved),
    [store, model]
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
      const { protocol, body } = await store.requests.read(model, name);
      request.replace(protocol, body);
      setChosen(name);
    });

  const save = () =>
    attempt(async () => {
      const asked = await InputDialog.getText({
        title: trans.__('Save request for %1', model),
        label: trans.__(
          'Name. The request is saved on the volume for all versions of the model and all users of the volume.'
        ),
        text: chosen,
        okLabel: trans.__('Save')
      });
      const name = asked.value?.trim() ?? '';
      const { protocol, body } = request;
      if (!asked.button.accept || name === '' || body === undefined) {
        return;
      }
      const there = saved.find(entry => entry.name === name);
      if (there && !(await mayReplace(name))) {
        return;
      }
      await store.requests.save(
        model,
        name,
        { protocol: protocol.id, body },
        there?.etag
      );
      setChosen(name);
    });

  const mayReplace = (name: string) =>
    confirm(
      {
        title: trans.__('Replace the request %1?', name),
        body: trans.__('The saved request is lost.'),
        accept: trans.__('Replace'),
        destructive: true
      },
      trans
    );

  const remove = () =>
    attempt(async () => {
      const accepted = await confirm(
        {
          title: trans.__('Delete the request %1?', chosen),
          body: trans.__('It is deleted for all users of the volume.'),
          accept: trans.__('Delete'),
          destructive: true
        },
        trans
      );
      if (accepted) {
        await store.requests.delete(model, chosen);
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
              label={trans.__('Delete request %1', chosen)}
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
