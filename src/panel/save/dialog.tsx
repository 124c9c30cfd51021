import { Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import type { IPanelContext } from '../shell/context';
import { SubmitDialog } from '../shell/dialog';
import { formatSize } from '../../formatting';
import { Checkbox } from '../components/checkbox';
import { ProblemNote } from '../components/note';
import { useChanged } from '../hooks/useChanged';
import { FileField, MainChoice, TogetherChoice } from './filefield';
import {
  DescriptionField,
  FormatField,
  MetricsField,
  NameField,
  VersionField,
  type ISaveProps
} from './fields';
import type { SaveForm } from '../../saving/form';
import { Found, RiskNote } from './inspectionresult';
import { volumeOf } from '../../tokens';

/** A version that is there can be replaced; only here, and only by hand. */
function Replace(props: ISaveProps): React.JSX.Element | null {
  const { form, trans } = props;
  const taken = form.files.entries.filter(entry => entry.taken);
  if (taken.length === 0) {
    return null;
  }
  const [{ name, version }] = taken;
  return (
    <Checkbox
      checked={form.replace}
      onChange={checked => {
        form.replace = checked;
      }}
    >
      {trans._n(
        'Replace %2 %3 (its files and model card are lost)',
        'Replace %1 versions (their files and model cards are lost)',
        taken.length,
        name,
        version
      )}
    </Checkbox>
  );
}

function SaveBody(
  props: ISaveProps & Pick<ISaveDialogOptions, 'context' | 'onBrowse'>
): React.JSX.Element {
  const { form, trans, context, onBrowse } = props;
  const { server, store } = context;
  useChanged(form.changed, store.changed, server.changed);
  const { chosen, entries, together } = form.files;
  const volume = volumeOf(server);
  const names = store.models.map(({ name }) => name);
  const several = entries.length > 1;
  return (
    <div className="jp-Kserve-Save">
      <FileField form={form} trans={trans} onBrowse={onBrowse} />
      {chosen.length > 1 && <TogetherChoice form={form} trans={trans} />}
      {together && <MainChoice form={form} trans={trans} />}
      {entries.map(entry => (
        <section
          className="jp-Kserve-Save-entry"
          key={entry.path}
          aria-label={entry.path || trans.__('Model')}
        >
          {several && <code dir="auto">{entry.path}</code>}
          <Found
            entry={entry}
            formats={form.formats}
            brief={several}
            trans={trans}
          />
          <div className="jp-Kserve-Save-pair">
            <NameField form={form} trans={trans} entry={entry} models={names} />
            <VersionField form={form} trans={trans} entry={entry} />
          </div>
          <FormatField trans={trans} entry={entry} />
          {several && entry.inspection?.risk !== 'known' && (
            <RiskNote form={form} trans={trans} entry={entry} />
          )}
        </section>
      ))}
      {!several && (
        <>
          <div className="jp-Kserve-Save-pair">
            <MetricsField form={form} trans={trans} />
            <DescriptionField form={form} trans={trans} />
          </div>
          <RiskNote form={form} trans={trans} entry={entries[0]} />
        </>
      )}
      <Replace form={form} trans={trans} />
      {form.problem && <ProblemNote problem={form.problem} urgent />}
      <p className="jp-Kserve-Save-goal jp-Kserve-Hint" role="status">
        <span>
          {form.disabledReason ||
            (!several &&
              trans.__(
                'Saves to %1',
                [volume?.path, entries[0].name, entries[0].version].join('/')
              ))}
        </span>
        {volume?.exists && (
          <span>{trans.__('%1 free', formatSize(volume.free))}</span>
        )}
      </p>
    </div>
  );
}

/** What the dialog is made of. */
export interface ISaveDialogOptions {
  form: SaveForm;
  context: IPanelContext;
  /** Whether the user wants to deploy it afterwards, as left the last time. */
  deploy: boolean;
  /** Choose other files; null where JupyterLab has no file browser. */
  onBrowse: (() => void) | null;
}

/** Asks what files are to be saved as, and starts to save them. */
export class SaveDialog extends SubmitDialog {
  /**
   * @param options - the form with its proposed values, and what is around it
   */
  constructor(options: ISaveDialogOptions) {
    const { form, context, deploy, onBrowse } = options;
    const { trans } = context;
    super({
      form,
      context,
      title: trans.__('Save as Model'),
      body: ReactWidget.create(
        <SaveBody
          form={form}
          trans={trans}
          context={context}
          onBrowse={onBrowse}
        />
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Save') })
      ],
      checkbox: {
        label: trans.__('Open the Deploy dialog afterwards'),
        caption: trans.__('Deploy after saving'),
        checked: deploy
      },
      focusNodeSelector: form.files.paths.length === 0 ? 'input' : 'input[list]'
    });
    this.addClass('jp-Kserve-SaveDialog');
  }
}
