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
          : trans.__('The YAML is not valid. Line %1: %2', line, message)
      }
    >
      <p>
        {trans.__('Fields are read-only until the YAML is valid.')}{' '}
        <LinkButton onClick={() => form.resetText()}>
          {trans.__('Revert to the last valid YAML')}
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
      <Note phase="failed" title={trans.__('Server dry-run: refused')} urgent>
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
            {trans.__('Check again')}
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
        title={trans.__('Server dry-run: refused. Correct the marked fields.')}
      />
    );
  }
  return (
    <p className="jp-Kserve-Hint" role="status">
      {check.state === 'checking' ? (
        <StateLabel phase="starting">
          {trans.__('Checking with the server…')}
        </StateLabel>
      ) : (
        trans.__('Not checked yet')
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
        '%1 field to change is managed by another client.',
        '%1 fields to change are managed by other clients.',
        conflicts.length
      )}
    >
      <ul>
        {conflicts.map(({ owner, path }) => (
          <li key={`${owner} ${path}`}>
            <code>{path}</code> {trans.__('managed by %1', owner)}
          </li>
        ))}
      </ul>
      <p>
        {trans.__(
          'If you take over these fields, they are changed now. If GitOps or a script manages them, it changes them back or fails: change them there too.'
        )}
      </p>
      <p>
        <Button onClick={() => form.check.takeOver()}>
          {trans.__('Take over fields')}
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
      title={trans.__('Left over from the failed deployment:')}
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
