import React from 'react';
import { Button, LinkButton } from '../components/button';
import { Note, ProblemNote } from '../components/note';
import { StateLabel } from '../components/statelabel';
import type { IDeployProps } from './field';
import { lineOf } from '../../deploy/rewrite';

/** What the server says of the manifest as it is. */
export function DryRunResult(props: IDeployProps): React.JSX.Element {
  const { form } = props;
  return (
    <>
      {form.check.state !== 'waiting' && <Conflicts {...props} />}
      {form.draft.textProblem ? (
        <TextProblem {...props} />
      ) : (
        <Answer {...props} />
      )}
      <Leftovers {...props} />
    </>
  );
}

/** Why the text cannot be read. */
function TextProblem({ form, trans }: IDeployProps): React.JSX.Element {
  const { line, message } = form.draft.textProblem!;
  return (
    <Note
      phase="failed"
      title={
        line === null
          ? message
          : trans.__('The YAML cannot be read. Line %1: %2', line, message)
      }
    >
      <p>
        {trans.__('The fields rest until it is mended.')}{' '}
        <LinkButton onClick={() => form.resetText()}>
          {trans.__('Go back to the last one that could be read')}
        </LinkButton>
      </p>
    </Note>
  );
}

function Answer({ form, trans }: IDeployProps): React.JSX.Element | null {
  const { check } = form;
  const problem = check.problem;
  if (problem && check.state === 'refused') {
    const line = problem.path ? lineOf(form.draft.text, problem.path) : null;
    return (
      <Note phase="failed" title={trans.__('Server dry-run: refused.')} urgent>
        <p>
          {problem.path && <code>{problem.path}</code>}{' '}
          {line !== null && trans.__('(line %1)', line)} {problem.message}
        </p>
        {problem.hint && <p>{problem.hint}</p>}
      </Note>
    );
  }
  if (problem) {
    return (
      <ProblemNote problem={problem} urgent>
        <p>
          <LinkButton onClick={() => form.check.later()}>
            {trans.__('Ask the server again')}
          </LinkButton>
        </p>
      </ProblemNote>
    );
  }
  if (check.state === 'accepted') {
    // What others have set is not OK before it is decided about.
    return check.conflicts.length > 0 ? null : (
      <Note phase="ready" title={trans.__('Server dry-run: OK')} />
    );
  }
  if (check.state === 'refused') {
    return (
      <Note
        phase="failed"
        title={trans.__('Server dry-run: refused. See the marked fields.')}
      />
    );
  }
  return (
    <p className="jp-Kserve-Hint" role="status">
      {check.state === 'checking' ? (
        <StateLabel phase="starting">
          {trans.__('Asking the server…')}
        </StateLabel>
      ) : (
        trans.__('Not checked yet.')
      )}
    </p>
  );
}

/** Who has set what this would change, and the choice to take it over. */
function Conflicts({ form, trans }: IDeployProps): React.JSX.Element | null {
  const { conflicts } = form.check;
  if (conflicts.length === 0) {
    return null;
  }
  return (
    <Note
      phase="warn"
      title={trans._n(
        '%1 field that would change was set by somebody else.',
        '%1 fields that would change were set by somebody else.',
        conflicts.length
      )}
    >
      <ul>
        {conflicts.map(({ owner, path }) => (
          <li key={`${owner} ${path}`}>
            <code>{path}</code> {trans.__('by %1', owner)}
          </li>
        ))}
      </ul>
      <p>
        {trans.__(
          'Taken over, these are changed now. Where they are set by GitOps or a script, it will change them back, or fail: change them there too.'
        )}
      </p>
      <p>
        <Button onClick={() => form.check.takeOver()}>
          {trans.__('Take over')}
        </Button>
      </p>
    </Note>
  );
}

/** What a failed deploy could not take away again. */
function Leftovers({ form, trans }: IDeployProps): React.JSX.Element | null {
  const { submission } = form;
  if (submission.leftovers.length === 0) {
    return null;
  }
  return (
    <Note
      phase="failed"
      title={trans.__('This is left in the cluster of the attempt.')}
      urgent
    >
      <ul>
        {submission.leftovers.map(leftover => (
          <li key={`${leftover.kind} ${leftover.name}`}>
            {leftover.kind} {leftover.name}{' '}
            <LinkButton onClick={() => void submission.undo(leftover)}>
              {trans.__('Undo')}
            </LinkButton>
          </li>
        ))}
      </ul>
    </Note>
  );
}
