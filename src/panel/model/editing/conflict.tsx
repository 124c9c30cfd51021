import React, { useId } from 'react';
import type { ICardChanges, IVersionDetails } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { Button } from '../../components/button';
import { Note } from '../../components/note';
import { linesOf, type IDraft } from '../../../cards/draft';

/** One of the two, line by line; lines that the other has not are marked. */
function Side(props: {
  title: string;
  lines: ReadonlyArray<string>;
  other: ReadonlyArray<string>;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { title, lines, other } = props;
  const id = useId();
  return (
    <div className="jp-Kserve-Conflict-side">
      <h4 id={id}>{title}</h4>
      <div
        className="jp-Kserve-Code"
        role="region"
        tabIndex={0}
        aria-labelledby={id}
      >
        {lines.length === 0 && (
          <span className="jp-mod-muted">{trans.__('empty')}</span>
        )}
        {lines.map((line, index) =>
          other.includes(line) ? (
            <div key={index} dir="auto">
              {line || ' '}
            </div>
          ) : (
            <mark key={index} dir="auto">
              {line || ' '}
            </mark>
          )
        )}
      </div>
    </div>
  );
}

/** Two edits of one card: both are shown, and the user says which stays. */
export function ConflictView(props: {
  draft: IDraft;
  mine: ICardChanges;
  current: IVersionDetails;
  saving: boolean;
  onMine: () => void;
  onTheirs: () => void;
  onBack: () => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { draft, current, saving } = props;
  const mine = linesOf(draft.field, props.mine);
  const theirs = linesOf(draft.field, current.card);
  const same = mine.join('\n') === theirs.join('\n');
  return (
    <div className="jp-Kserve-Edit">
      <Note
        phase="warn"
        urgent
        title={trans.__(
          'Your changes to %1 are not saved: another user edited the model card.',
          draft.version
        )}
      >
        <p>
          {same
            ? trans.__(
                'This part is the same in both. The other user edited another part.'
              )
            : trans.__('Choose which changes to keep.')}
        </p>
      </Note>
      <div className="jp-Kserve-Conflict">
        <Side title={trans.__('Your changes')} lines={mine} other={theirs} />
        <Side
          title={trans.__('Currently on the volume')}
          lines={theirs}
          other={mine}
        />
      </div>
      <div className="jp-Kserve-Actions">
        <Button onClick={props.onBack}>{trans.__('Continue editing')}</Button>
        <Button onClick={props.onTheirs}>
          {trans.__('Discard my changes')}
        </Button>
        <Button accept disabled={saving} onClick={props.onMine}>
          {saving ? trans.__('Saving…') : trans.__('Save my changes')}
        </Button>
      </div>
    </div>
  );
}
