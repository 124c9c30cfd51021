import { Clipboard } from '@jupyterlab/apputils';
import React from 'react';
import { CommandIDs } from '../../commandids';
import type { IModelRecord, IService } from '../../tokens';
import { usePanel } from '../context';
import { formatAge, formatSize, formatTime } from '../format';
import { deployIcon, frameworkName, modelIcon, tryItIcon } from '../icons';
import { IconButton, Section, StateLabel } from '../parts';
import { Rows } from '../rows';
import { useChanged } from '../useChanged';

/** What the guide tells a newcomer to run. */
const SAVE_CODE = [
  'from model_storage_helpers import save_model_to_pvc',
  'save_model_to_pvc(model, "my-model", metadata={"version": "1.0.0"})'
].join('\n');

/** Whether a model's name, framework or a tag contains the text. */
export function matches(model: IModelRecord, text: string): boolean {
  const words = [model.name, frameworkName(model.framework), ...model.tags];
  const wanted = text.trim().toLowerCase();
  return words.some(word => word.toLowerCase().includes(wanted));
}

/** The service to show for a model: the newest version's, else any. */
export function serviceOf(
  model: IModelRecord,
  services: ReadonlyArray<IService>
): IService | undefined {
  const own = services.filter(service => service.model?.name === model.name);
  return (
    own.find(service => service.model?.version === model.version) ?? own[0]
  );
}

/** The serving state of a model in a row; nothing when it is not deployed. */
function ServingState(props: {
  model: IModelRecord;
  service: IService;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { status, model } = props.service;
  const older =
    status.phase === 'ready' && model && model.version !== props.model.version;
  return (
    <StateLabel
      phase={status.phase}
      title={[props.service.name, status.label, status.detail]
        .filter(Boolean)
        .join(' · ')}
    >
      {older ? trans.__('Serves %1', model.version) : status.label}
    </StateLabel>
  );
}

function ModelRow(props: { model: IModelRecord }): React.JSX.Element {
  const { serving, commands, trans } = usePanel();
  const { model } = props;
  const Icon = modelIcon(model);
  const service = serviceOf(model, serving.services);
  const framework = [frameworkName(model.framework), model.framework?.version]
    .filter(Boolean)
    .join(' ');
  const tooltip = [
    [model.name, model.version].filter(Boolean).join(' '),
    framework,
    formatTime(model.created)
  ]
    .filter(Boolean)
    .join('\n');
  return (
    <>
      <div role="gridcell" className="jp-Kserve-Row-cell" title={tooltip}>
        <Icon.react tag="span" className="jp-Kserve-Icon" aria-hidden="true" />
        <div className="jp-Kserve-Row-text">
          <div className="jp-Kserve-Row-line">
            <span className="jp-Kserve-clip">{model.name}</span>
            <span className="jp-Kserve-Row-end">{model.version}</span>
          </div>
          <div className="jp-Kserve-Row-line jp-mod-second">
            {model.state === 'broken' ? (
              <span className="jp-Kserve-clip">{model.problem?.message}</span>
            ) : (
              <span className="jp-Kserve-clip">
                {[
                  formatSize(model.size),
                  formatAge(model.created, trans),
                  frameworkName(model.framework)
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            )}
            <span className="jp-Kserve-Row-end">
              {model.state === 'broken' ? (
                <StateLabel phase="failed">{trans.__('Broken')}</StateLabel>
              ) : (
                service && <ServingState model={model} service={service} />
              )}
            </span>
          </div>
        </div>
      </div>
      <div role="gridcell" className="jp-Kserve-Row-actions">
        <IconButton
          icon={deployIcon}
          label={trans.__('Deploy %1…', model.name)}
          tabIndex={-1}
          disabled={model.state === 'broken'}
          onClick={() =>
            void commands.execute(CommandIDs.deployModel, { name: model.name })
          }
        />
        {service && (
          <IconButton
            icon={tryItIcon}
            label={trans.__('Try %1', service.name)}
            tabIndex={-1}
            onClick={() =>
              void commands.execute(CommandIDs.tryService, {
                name: service.name
              })
            }
          />
        )}
      </div>
    </>
  );
}

/** The volume holds no model yet. */
function NoModels(): React.JSX.Element {
  const { trans } = usePanel();
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
      <button
        type="button"
        className="jp-Kserve-Button"
        onClick={() => Clipboard.copyToSystem(SAVE_CODE)}
      >
        {trans.__('Copy the code')}
      </button>
    </div>
  );
}

/** The section with the models of the volume. */
export function Models(props: {
  filter: string;
  onClear: () => void;
}): React.JSX.Element {
  const { store, serving, selection, commands, trans } = usePanel();
  useChanged(store.changed, serving.changed, selection.changed);
  const shown = store.models.filter(model => matches(model, props.filter));
  const filtered = props.filter.trim() !== '';

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
        <p className="jp-Kserve-Empty">{trans.__('Cannot be read now.')}</p>
      );
    }
    if (store.models.length === 0) {
      return <NoModels />;
    }
    if (shown.length === 0) {
      return (
        <p className="jp-Kserve-Empty">
          {trans.__('No model matches ‘%1’.', props.filter.trim())}{' '}
          <button
            type="button"
            className="jp-Kserve-Link"
            onClick={props.onClear}
          >
            {trans.__('Clear filter')}
          </button>
        </p>
      );
    }
    return (
      <Rows
        label={trans.__('Models')}
        className="jp-Kserve-Row jp-Kserve-Model"
        dataName="data-kserve-model"
        items={shown}
        name={model => model.name}
        render={model => <ModelRow model={model} />}
        selected={selection.model}
        onSelect={model => (selection.model = model?.name ?? null)}
        onOpen={model => (selection.model = model.name)}
        onKey={(event, model) => {
          const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
          if (plain && event.key === 'D') {
            void commands.execute(CommandIDs.deployModel, { name: model.name });
            return true;
          }
          if (!plain && !event.altKey && event.key === 'c') {
            void commands.execute(CommandIDs.copyStorageUri, {
              name: model.name
            });
            return true;
          }
          return false;
        }}
      />
    );
  };

  return (
    <Section
      title={trans.__('Models')}
      count={
        filtered
          ? trans.__('%1 of %2', shown.length, store.models.length)
          : String(store.models.length)
      }
    >
      {content()}
    </Section>
  );
}
