import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId } from 'react';
import { Choice } from '../components/choice';
import { formatName } from '../../cards/inspection';
import { Button, IconButton } from '../components/button';
import type { SaveEntry } from '../../saving/entry';
import type { SaveForm } from '../../saving/form';

/** What each part of the dialog is drawn from. */
export interface ISaveProps {
  form: SaveForm;
  trans: TranslationBundle;
}

/** The name of the model; those that exist are proposed. */
export function NameField(
  props: ISaveProps & { entry: SaveEntry; models: ReadonlyArray<string> }
): React.JSX.Element {
  const { form, trans, entry, models } = props;
  const id = useId();
  const problem = form.nameProblem(entry);
  const exists = entry.versions.length > 0;
  return (
    <div className="jp-Kserve-Field">
      <label htmlFor={id}>{trans.__('Name')}</label>
      <input
        id={id}
        className="jp-Kserve-Input"
        value={entry.name}
        list={`${id}-models`}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint`}
        onChange={event => {
          entry.name = event.target.value;
        }}
      />
      <datalist id={`${id}-models`}>
        {models.map(name => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p
        id={`${id}-hint`}
        className={`jp-Kserve-Hint${problem ? ' jp-mod-refused' : ''}`}
      >
        {problem ??
          (exists
            ? trans.__('This model exists. The file becomes its next version.')
            : trans.__('Creates a new model.'))}
      </p>
    </div>
  );
}

/** The version; by steps where the newest one is of three numbers. */
export function VersionField(
  props: ISaveProps & { entry: SaveEntry }
): React.JSX.Element {
  const { form, trans, entry } = props;
  const id = useId();
  const problem = form.versionProblem(entry);
  const { steps } = entry.proposal;
  const words = {
    patch: trans.__('Patch'),
    minor: trans.__('Minor'),
    major: trans.__('Major')
  };
  const meanings = {
    patch: trans.__('Patch: the same model with fixes.'),
    minor: trans.__('Minor: retrained with the same input columns.'),
    major: trans.__(
      'Major: different input columns or a different kind of model.'
    )
  };
  const chosen = steps.find(({ version }) => version === entry.version);
  const newest = entry.versions[0];
  const hint = chosen
    ? meanings[chosen.step]
    : newest === undefined
      ? trans.__('For example 1.0.0 or a whole number.')
      : trans.__('The newest version is %1.', newest);
  return (
    <div className="jp-Kserve-Field">
      <label htmlFor={id}>{trans.__('Version')}</label>
      <div className="jp-Kserve-Save-version">
        {steps.length > 0 && (
          <Choice
            label={trans.__('Version increment')}
            options={steps.map(({ step, version }) => [
              version,
              words[step],
              version
            ])}
            value={entry.version}
            onChange={version => {
              entry.version = version;
            }}
          />
        )}
        <input
          id={id}
          className="jp-Kserve-Input"
          value={entry.version}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby={`${id}-hint`}
          onChange={event => {
            entry.version = event.target.value;
          }}
        />
      </div>
      <p
        id={`${id}-hint`}
        className={`jp-Kserve-Hint${problem ? ' jp-mod-refused' : ''}`}
      >
        {problem ?? hint}
      </p>
    </div>
  );
}

/** What the file is kept as, where there is more than one way. */
export function FormatField(
  props: Pick<ISaveProps, 'trans'> & { entry: SaveEntry }
): React.JSX.Element | null {
  const { trans, entry } = props;
  const id = useId();
  const { formats, format, inspection } = entry;
  if (formats.length < 2) {
    return null;
  }
  return (
    <div className="jp-Kserve-Field">
      <label htmlFor={id}>{trans.__('Format')}</label>
      <select
        id={id}
        className="jp-Kserve-Input"
        value={format ?? ''}
        aria-describedby={`${id}-hint`}
        onChange={event => {
          entry.format = event.target.value;
        }}
      >
        {formats.map(name => (
          <option key={name} value={name}>
            {formatName(name, trans)}
          </option>
        ))}
      </select>
      <p id={`${id}-hint`} className="jp-Kserve-Hint">
        {inspection?.format
          ? trans.__('The file is renamed. Its content does not change.')
          : trans.__(
              'The content could not be recognized. Select the format to record in the model card.'
            )}
      </p>
    </div>
  );
}

/** Metrics line by line, beside those of the newest version. */
export function MetricsField(props: ISaveProps): React.JSX.Element {
  const { form, trans } = props;
  const id = useId();
  const { metrics, before, metricsProblem } = form;
  const change = (index: number, line: Partial<(typeof metrics)[number]>) => {
    form.metrics = metrics.map((old, at) =>
      at === index ? { ...old, ...line } : old
    );
  };
  return (
    <fieldset className="jp-Kserve-Field" aria-describedby={`${id}-hint`}>
      <legend>
        {trans.__('Metrics')}{' '}
        <span className="jp-mod-muted">{trans.__('optional')}</span>
      </legend>
      {metrics.map((line, index) => {
        const known = before?.metrics[line.name.trim()];
        return (
          // The place is what a line is: its name changes with every key.
          <div className="jp-Kserve-Save-metric" key={index}>
            <input
              className="jp-Kserve-Input"
              aria-label={trans.__('Name of metric %1', index + 1)}
              placeholder={trans.__('accuracy')}
              value={line.name}
              spellCheck={false}
              onChange={event => change(index, { name: event.target.value })}
            />
            <input
              className="jp-Kserve-Input"
              aria-label={trans.__('Value of metric %1', index + 1)}
              inputMode="decimal"
              value={line.value}
              spellCheck={false}
              onChange={event => change(index, { value: event.target.value })}
            />
            <span className="jp-Kserve-Hint jp-Kserve-clip">
              {known !== undefined &&
                trans.__('%1: %2', before!.version, String(known))}
            </span>
            <IconButton
              icon={closeIcon}
              label={trans.__('Remove metric %1', line.name || index + 1)}
              onClick={() => {
                form.metrics = metrics.filter((_, at) => at !== index);
              }}
            />
          </div>
        );
      })}
      <div>
        <Button
          icon={addIcon}
          onClick={() => {
            form.metrics = [...metrics, { name: '', value: '' }];
          }}
        >
          {trans.__('Metric')}
        </Button>
      </div>
      <p
        id={`${id}-hint`}
        className={`jp-Kserve-Hint${metricsProblem ? ' jp-mod-refused' : ''}`}
      >
        {metricsProblem}
      </p>
    </fieldset>
  );
}

/** What the model is for, in the user's words. */
export function DescriptionField(props: ISaveProps): React.JSX.Element {
  const { form, trans } = props;
  const id = useId();
  return (
    <div className="jp-Kserve-Field">
      <label htmlFor={id}>
        {trans.__('Description')}{' '}
        <span className="jp-mod-muted">{trans.__('optional')}</span>
      </label>
      <textarea
        id={id}
        className="jp-Kserve-Input"
        rows={3}
        value={form.description}
        onChange={event => {
          form.description = event.target.value;
        }}
      />
    </div>
  );
}
