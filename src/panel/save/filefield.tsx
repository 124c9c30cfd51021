import { folderIcon } from '@jupyterlab/ui-components';
import React, { useId } from 'react';
import { Choice } from '../components/choice';
import { describe } from '../../cards/inspection';
import { Button } from '../components/button';
import type { ISaveProps } from './fields';
import { RiskNote } from './inspectionresult';

/** What is to be saved. One file can also be typed. */
export function FileField(
  props: ISaveProps & {
    /** Choose other files; null where JupyterLab has no file browser. */
    onBrowse: (() => void) | null;
  }
): React.JSX.Element {
  const { form, trans, onBrowse } = props;
  const id = useId();
  const { paths } = form.files;
  const several = paths.length > 1;
  return (
    <div className="jp-Kserve-Field">
      <label htmlFor={id}>
        {several ? trans.__('Model files') : trans.__('Model file or folder')}
      </label>
      <div className="jp-Kserve-Save-file">
        <input
          id={id}
          className="jp-Kserve-Input"
          // Looked at when it is complete, not with every key.
          key={paths.join('\n')}
          defaultValue={paths.join(', ')}
          readOnly={several}
          spellCheck={false}
          onBlur={({ target }) => {
            const path = target.value.trim().replace(/^\/+/, '');
            if (!several && path !== (paths[0] ?? '')) {
              void form.choose(path ? [path] : []);
            }
          }}
        />
        {onBrowse && (
          <Button icon={folderIcon} onClick={onBrowse}>
            {trans.__('Browse…')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Whether several files are a model each, or one together. */
export function TogetherChoice(props: ISaveProps): React.JSX.Element {
  const { form, trans } = props;
  const { files } = form;
  return (
    <Choice
      label={trans.__('Save the files as')}
      options={[
        ['each', trans.__('Separate models')],
        ['together', trans.__('One model')]
      ]}
      value={files.together ? 'together' : 'each'}
      onChange={value => {
        files.together = value === 'together';
      }}
    />
  );
}

/** Which of several files is the model's own; the others go with it. */
export function MainChoice(props: ISaveProps): React.JSX.Element {
  const { form, trans } = props;
  const { files } = form;
  const id = useId();
  return (
    <fieldset className="jp-Kserve-Field" aria-describedby={`${id}-hint`}>
      <legend>{trans.__('Model file')}</legend>
      {files.chosen.map(entry => (
        <label className="jp-Kserve-Labelled" key={entry.path}>
          <input
            type="radio"
            name={id}
            checked={entry === files.main}
            onChange={() => {
              files.main = entry;
            }}
          />
          <code dir="auto">{entry.path}</code>
          <span className="jp-mod-muted jp-Kserve-clip">
            {entry.inspection &&
              describe(entry.inspection, form.formats, trans)}
          </span>
        </label>
      ))}
      <p id={`${id}-hint`} className="jp-Kserve-Hint">
        {trans.__(
          'The other files are saved as artifacts of the model. Load them by name with load_model_from_pvc. Model servers ignore them.'
        )}
      </p>
      {files.artifacts
        .filter(({ inspection }) => inspection?.risk === 'dangerous')
        .map(entry => (
          <React.Fragment key={entry.path}>
            <code dir="auto">{entry.path}</code>
            <RiskNote {...props} entry={entry} />
          </React.Fragment>
        ))}
    </fieldset>
  );
}
