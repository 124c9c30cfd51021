import { Clipboard } from '@jupyterlab/apputils';
import { saveIcon } from '@jupyterlab/ui-components';
import React, { useCallback, useEffect, useMemo, useRef } from 'react';
import { CommandIDs } from '../../commandids';
import type { IModelRecord } from '../../tokens';
import { loadCode } from '../../notebook/modelcode';
import { usePanel } from '../shell/context';
import { formatCount } from '../../formatting';
import { Button, LinkButton } from '../components/button';
import { Section } from '../components/section';
import { Rows, type IRowsHandle } from '../components/rows/rows';
import { useChanged } from '../hooks/useChanged';
import { useCommand } from '../hooks/useCommand';
import { useNow } from '../hooks/useNow';
import { useServices } from '../hooks/useServices';
import { MODEL_MIME, useContentsDrop } from './files/drag';
import { listModels, type SortKey } from '../../listing/models';
import { servicesByModel } from '../../listing/services';
import { ModelRow, classOf } from './modelrow';
import type { SidebarPreferences } from './preferences';

/** What the guide tells a newcomer to run. */
const SAVE_CODE = [
  'from model_storage_helpers import save_model_to_pvc',
  'save_model_to_pvc(model, "my-model", metadata={"version": "1.0.0"})'
].join('\n');

/** The volume holds no model yet. */
function NoModels(): React.JSX.Element {
  const { commands, trans } = usePanel();
  const save = useCommand(CommandIDs.saveFile);
  const migrate = useCommand(CommandIDs.migrateModels);
  return (
    <div className="jp-Kserve-Help">
      <h4>{trans.__('No models on this volume yet')}</h4>
      <ol>
        <li>{trans.__('Train a model in a notebook.')}</li>
        <li>
          {trans.__('Save it to the volume:')}
          <code>{SAVE_CODE}</code>
        </li>
        <li>{trans.__('Deploy it from this list.')}</li>
      </ol>
      <div className="jp-Kserve-Actions">
        {save.exists && (
          <Button
            icon={saveIcon}
            accept
            onClick={() => void commands.execute(CommandIDs.saveFile)}
          >
            {trans.__('Save a file as a model…')}
          </Button>
        )}
        <Button onClick={() => Clipboard.copyToSystem(SAVE_CODE)}>
          {trans.__('Copy code')}
        </Button>
      </div>
      {migrate.exists && (
        <p className="jp-Kserve-Hint">
          {trans.__('Models in another folder?')}{' '}
          <LinkButton
            onClick={() => void commands.execute(CommandIDs.migrateModels)}
          >
            {trans.__('Migrate models')}
          </LinkButton>
        </p>
      )}
    </div>
  );
}

/** Chooses the order of the models. */
function SortChoice(props: {
  preferences: SidebarPreferences;
}): React.JSX.Element {
  const { trans } = usePanel();
  const words: Record<SortKey, string> = {
    name: trans.__('Name'),
    newest: trans.__('Newest'),
    size: trans.__('Size'),
    framework: trans.__('Framework')
  };
  return (
    <select
      className="jp-Kserve-Sort"
      aria-label={trans.__('Sort models by')}
      title={trans.__('Sort models by')}
      value={props.preferences.sort}
      onChange={event => {
        props.preferences.sort = event.target.value as SortKey;
      }}
    >
      {Object.entries(words).map(([key, word]) => (
        <option key={key} value={key}>
          {word}
        </option>
      ))}
    </select>
  );
}

/** One file or several, as the command takes them. */
function saveArguments(paths: string[]) {
  return paths.length === 1 ? { path: paths[0] } : { paths };
}

/** The section with the models of the volume. */
export function Models(props: {
  filter: string;
  onClear: () => void;
  preferences: SidebarPreferences;
  list: React.RefObject<IRowsHandle>;
  /** Tells assistive technology how many match. */
  onCounted: (words: string) => void;
}): React.JSX.Element {
  const { server, store, selection, commands, trans } = usePanel();
  const { preferences, list, onCounted } = props;
  useChanged(store.changed, selection.changed);
  const services = useServices();
  const now = useNow();
  const filter = props.filter.trim();
  const { sort } = preferences;
  const formats = server.status?.formats;
  const shown = useMemo(
    () => listModels(store.models, filter, sort, formats),
    [store.models, filter, sort, formats]
  );
  const serviceOf = useMemo(() => servicesByModel(services), [services]);
  const render = useCallback(
    (model: IModelRecord, active: boolean) => (
      <ModelRow
        model={model}
        service={serviceOf(model)}
        now={now}
        active={active}
      />
    ),
    [serviceOf, now]
  );
  const known = store.state === 'ready' || store.models.length > 0;
  const count = !known
    ? undefined
    : filter
      ? trans.__(
          '%1 of %2',
          formatCount(shown.length),
          formatCount(store.total)
        )
      : formatCount(store.total);
  const section = useContentsDrop(
    useCommand(CommandIDs.saveFile).exists,
    paths => void commands.execute(CommandIDs.saveFile, saveArguments(paths))
  );
  const reading = store.total > store.models.length;

  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    list.current?.showFirst();
    onCounted(
      filter
        ? trans._n(
            '%1 model matches',
            '%1 models match',
            shown.length,
            formatCount(shown.length)
          )
        : ''
    );
  }, [filter, sort]);

  const content = () => {
    if (store.state === 'checking' && store.models.length === 0) {
      return (
        <p className="jp-Kserve-Empty" role="status">
          {trans.__('Reading the volume…')}
        </p>
      );
    }
    if (store.state === 'unavailable' && store.models.length === 0) {
      return (
        <p className="jp-Kserve-Empty">
          {trans.__('The models cannot be read.')}
        </p>
      );
    }
    if (store.models.length === 0) {
      return <NoModels />;
    }
    if (shown.length === 0) {
      return (
        <p className="jp-Kserve-Empty">
          {trans.__('No models match “%1”.', filter)}{' '}
          <LinkButton onClick={props.onClear}>
            {trans.__('Clear filter')}
          </LinkButton>
        </p>
      );
    }
    return (
      <Rows
        label={trans.__('Models')}
        className={model => classOf(model, serviceOf(model))}
        dataName="data-kserve-model"
        items={shown}
        name={model => model.name}
        render={render}
        selected={selection.model}
        onSelect={model => (selection.model = model?.name ?? null)}
        onOpen={model => {
          selection.model = model.name;
          if (commands.hasCommand(CommandIDs.openModel)) {
            void commands.execute(CommandIDs.openModel, { name: model.name });
          }
        }}
        onDrag={(model, data) => {
          data.effectAllowed = 'copy';
          data.setData(MODEL_MIME, model.name);
          data.setData('text/plain', loadCode(model.name, model.version));
        }}
        oneHeight
        letterKeys={preferences.letterKeys ? commands : null}
        handle={list}
      />
    );
  };

  return (
    <Section
      title={trans.__('Models')}
      name="models"
      count={count}
      note={reading ? trans.__('Loading more…') : undefined}
      controls={
        store.models.length > 1 && <SortChoice preferences={preferences} />
      }
      open={preferences.isOpen('models')}
      onToggle={() => preferences.toggle('models')}
      ref={section}
    >
      {content()}
    </Section>
  );
}
