import { CodeEditor, type IEditorServices } from '@jupyterlab/codeeditor';
import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useRef } from 'react';
import type { DeployForm } from '../../deploy/form';

/** The manifest's text in JupyterLab's own editor; what is typed goes to the form. */
export function YamlEditor(props: {
  form: DeployForm;
  editors: IEditorServices;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { form, editors, trans } = props;
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const model = new CodeEditor.Model({
      mimeType: editors.mimeTypeService.getMimeTypeByFilePath('a.yaml')
    });
    model.sharedModel.setSource(form.draft.text);
    const editor = editors.factoryService.newDocumentEditor({
      host: host.current!,
      model,
      config: {
        lineNumbers: true,
        lineWrap: true,
        // Tab leaves the editor, as it leaves every field of a dialog.
        tabFocusable: true,
        indentUnit: '2'
      }
    });
    const content = editor.host.querySelector('.cm-content');
    content?.setAttribute('aria-label', trans.__('YAML of the deployment'));
    const onTyped = () => form.setText(model.sharedModel.getSource());
    const onForm = () => {
      const { text } = form.draft;
      if (text !== model.sharedModel.getSource()) {
        model.sharedModel.setSource(text);
      }
    };
    model.sharedModel.changed.connect(onTyped);
    form.changed.connect(onForm);
    return () => {
      form.changed.disconnect(onForm);
      editor.dispose();
      model.dispose();
    };
  }, [form, editors]);
  return <div className="jp-Kserve-Yaml" ref={host} />;
}
