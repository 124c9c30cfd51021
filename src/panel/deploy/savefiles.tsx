import React, { useId, useState } from 'react';
import type { IProblem } from '../../tokens';
import { usePanel } from '../shell/context';
import { Button } from '../components/button';
import { Note, ProblemNote } from '../components/note';
import { problemOf } from '../../tokens';
import { downloadFiles, saveFiles } from './files';
import type { IDeployProps } from './field';
import { filesOf, type FileLayout } from '../../deploy/gitops';

/** Saves what would be applied, for those who deploy from a repository. */
export function SaveFiles(
  props: IDeployProps & { onSaved: () => void }
): React.JSX.Element {
  const { form, trans } = props;
  const { fileBrowser } = usePanel();
  const name = useId();
  const [layout, setLayout] = useState<FileLayout>('yaml');
  const [problem, setProblem] = useState<IProblem | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const folder = fileBrowser?.model.path ?? null;
  const layouts: [FileLayout, string][] = [
    ['yaml', trans.__('One YAML file')],
    ['kustomize', trans.__('A Kustomize folder')]
  ];
  const files = filesOf(form.draft.manifest, form.draft.text, layout);
  const save = async () => {
    setProblem(null);
    setSaved(null);
    try {
      setSaved(await saveFiles(files, fileBrowser!, trans));
    } catch (error) {
      setProblem(problemOf(error, trans));
    }
  };
  const unusable = form.draft.textProblem !== null;
  return (
    <fieldset className="jp-Kserve-SaveFiles">
      <legend>{trans.__('Save instead of deploying')}</legend>
      {layouts.map(([value, label]) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            checked={layout === value}
            onChange={() => setLayout(value)}
          />
          {label}
        </label>
      ))}
      <p className="jp-Kserve-Hint">
        {files.map(({ path }) => path).join(', ')}
      </p>
      <div className="jp-Kserve-Actions">
        {folder !== null && (
          <Button
            disabled={unusable}
            title={trans.__(
              'Save to the folder of the file browser: %1',
              `/${folder}`
            )}
            onClick={() => void save()}
          >
            <span className="jp-Kserve-clip">
              {trans.__('Save to /%1', folder)}
            </span>
          </Button>
        )}
        <Button disabled={unusable} onClick={() => downloadFiles(files)}>
          {trans.__('Download')}
        </Button>
      </div>
      {saved !== null && (
        <Note phase="ready" title={trans.__('Saved %1.', saved)} />
      )}
      {problem && <ProblemNote problem={problem} urgent />}
    </fieldset>
  );
}
