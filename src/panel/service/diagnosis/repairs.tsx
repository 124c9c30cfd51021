import { Notification } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import {
  usePanel,
  PanelContext,
  type IPanelContext
} from '../../shell/context';
import { keyOf, resultOf } from '../../../tokens';
import { notifyError } from '../../shell/errors';
import { confirm } from '../../shell/confirm';
import { uriOf } from '../change/change';
import type { IServicePage } from '../pagecontext';

/** The service and what it serves, as a repair needs them. */
type Repaired = Pick<IServicePage, 'service' | 'operations' | 'details'>;

function FileChoice(props: {
  files: ReadonlyArray<string>;
  onChange: (file: string) => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { files, onChange } = props;
  const [chosen, setChosen] = useState(files[0]);
  return (
    <div className="jp-Kserve-Change">
      <label className="jp-Kserve-Field">
        {trans.__('Model file')}
        <select
          className="jp-Kserve-Input"
          value={chosen}
          onChange={event => {
            setChosen(event.target.value);
            onChange(event.target.value);
          }}
        >
          {files.map(file => (
            <option key={file} value={file}>
              {file}
            </option>
          ))}
        </select>
      </label>
      <p>
        {trans.__(
          'Creates a version with only this file and changes the service to it. The version with all files is not changed.'
        )}
      </p>
    </div>
  );
}

/**
 * Ask which of several model files is the model, make a version with it alone,
 * and serve that. What fails is told.
 *
 * @param page - the service
 * @param files - names of the files in the folder that is served
 */
export async function serveOneFile(
  context: IPanelContext,
  page: Repaired,
  files: ReadonlyArray<string>
): Promise<void> {
  const { jobs, notices, started, trans } = context;
  const { service, operations, details } = page;
  const { name, version } = service.model!;
  let [file] = files;
  const accepted = await confirm(
    {
      title: trans.__('Select the model file of %1', name),
      body: ReactWidget.create(
        <PanelContext.Provider value={context}>
          <FileChoice
            files={files}
            onChange={chosen => {
              file = chosen;
            }}
          />
        </PanelContext.Provider>
      ),
      accept: trans.__('Create and Serve Version')
    },
    trans
  );
  if (!accepted) {
    return;
  }
  try {
    const job = await jobs.save({
      path: `models:${name}/${version}/${file}`,
      name
    });
    notices.show(job);
    const made = resultOf(await jobs.finished(job.id));
    if (!made) {
      return; // The notice says why.
    }
    await operations.change?.(
      service.name,
      { storageUri: uriOf(service, made.version) },
      { generation: details.generation }
    );
    started.add(keyOf(service));
    Notification.success(
      trans.__('%1 is changing to %2 %3.', service.name, name, made.version),
      { autoClose: 5000 }
    );
  } catch (error) {
    notifyError(error, trans);
  }
}

/**
 * Ask, then let every user read the files of the served version as when they
 * were published, and start the service again. What fails is told.
 *
 * @param page - the service
 */
export async function openForReading(
  context: IPanelContext,
  page: Repaired
): Promise<void> {
  const { store, started, trans } = context;
  const { service, operations, details } = page;
  const { name, version } = service.model!;
  const accepted = await confirm(
    {
      title: trans.__('Fix file permissions of %1 %2?', name, version),
      body: trans.__(
        'All users of the volume get read access to the files, as for every published version. The content of the files does not change. Then %1 is restarted.',
        service.name
      ),
      accept: trans.__('Fix and Restart')
    },
    trans
  );
  if (!accepted) {
    return;
  }
  try {
    const left = await store.openForReading(name, version);
    if (left.length > 0) {
      throw new Error(
        trans.__(
          'The permissions of %1 cannot be changed: another user owns the files. Ask that user or an administrator of the volume.',
          left.join(', ')
        )
      );
    }
    await operations.change?.(
      service.name,
      { restart: true },
      { generation: details.generation }
    );
    started.add(keyOf(service));
  } catch (error) {
    notifyError(error, trans);
  }
}
