import React from 'react';
import { CommandIDs } from '../../../commandids';
import type { IModelRecord } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { Button } from '../../components/button';
import { Note } from '../../components/note';
import { useCommand } from '../../hooks/useCommand';

/** What is the matter with a version, and what to do about it. */
export function Advice(props: {
  record: IModelRecord;
}): React.JSX.Element | null {
  const { commands, trans } = usePanel();
  const convert = useCommand(CommandIDs.convertModel);
  const { record } = props;
  const { name, version, layout, problem } = record;
  const convertButton = convert.exists && (
    <Button
      onClick={() =>
        void commands.execute(CommandIDs.convertModel, { name, version })
      }
    >
      {trans.__('Convert to versions')}
    </Button>
  );
  if (record.state === 'broken') {
    return (
      <Note
        phase="failed"
        title={trans.__('This version cannot be loaded or served.')}
      >
        <p dir="auto">{problem?.message}</p>
        {problem?.hint && <p dir="auto">{problem.hint}</p>}
        <p>
          {trans.__(
            'Save the model again as a new version, or restore the missing file. Then delete this version.'
          )}
        </p>
      </Note>
    );
  }
  const words: Record<string, [string, string]> = {
    'legacy-flat': [
      trans.__(
        'This model is a single file without a version and a model card.'
      ),
      trans.__(
        'KServe serves directories, so this file cannot be deployed. Convert it to copy the file to a new version with a checksum and a model card. The original is kept until the copy is verified.'
      )
    ],
    'legacy-folder': [
      trans.__('This model does not have a version and a model card.'),
      trans.__(
        'It can be served, but the next save replaces it. Convert it to a version with a checksum and a model card. The originals are kept until the copy is verified.'
      )
    ],
    'legacy-versions': [
      trans.__('This version does not have a model card.'),
      trans.__(
        'It can be served, but its checksum, libraries and metrics are not recorded. Convert it to add a model card. The originals are kept until the copy is verified.'
      )
    ]
  };
  const advice = words[layout];
  return advice ? (
    <Note phase="warn" title={advice[0]}>
      <p>{advice[1]}</p>
      <div className="jp-Kserve-Actions">{convertButton}</div>
    </Note>
  ) : null;
}
