import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import type { IProblem } from '../../tokens';
import { usePanel } from '../shell/context';
import { Button, IconButton } from '../components/button';
import { ProblemNote } from '../components/note';
import { problemOf } from '../../tokens';
import { Card } from '../components/card';
import { useModelPage } from './pagecontext';

/** What a new tag is most often. */
const PROPOSED = 'champion';

/** Tags such as `champion`: each is on one version, and moves to another. */
export function MovingTags(): React.JSX.Element | null {
  const { store, trans } = usePanel();
  const { model } = useModelPage();
  const [name, setName] = useState<string | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  const versions = model.versions
    .filter(({ card }) => card !== null)
    .map(({ record }) => record.version ?? '');
  if (versions.length === 0) {
    return null;
  }
  const run = async (act: () => Promise<void>) => {
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(problemOf(error, trans));
    }
  };
  const add = () =>
    run(async () => {
      await store.moveTag(model.name, (name ?? '').trim(), versions[0]);
      setName(null);
    });
  const tags = Object.entries(model.tags);
  return (
    <Card
      title={trans.__('Moving tags')}
      note={trans.__('each is on one version')}
      controls={
        name === null && (
          <IconButton
            icon={addIcon}
            label={trans.__('Add a moving tag')}
            onClick={() => setName(PROPOSED in model.tags ? '' : PROPOSED)}
          />
        )
      }
    >
      {tags.length === 0 && name === null && (
        <p className="jp-mod-muted">
          {trans.__(
            'None yet. A tag such as %1 tells people and programs which version to use; it moves to the next one.',
            PROPOSED
          )}
        </p>
      )}
      {tags.map(([tag, on]) => (
        <div className="jp-Kserve-Actions" key={tag}>
          <bdi className="jp-Kserve-clip jp-Kserve-MovingTag" title={tag}>
            {tag}
          </bdi>
          <select
            className="jp-Kserve-Input"
            aria-label={trans.__('Version of the tag %1', tag)}
            value={on}
            onChange={event => {
              const version = event.target.value;
              void run(() => store.moveTag(model.name, tag, version));
            }}
          >
            {!versions.includes(on) && <option value={on}>{on}</option>}
            {versions.map(version => (
              <option key={version}>{version}</option>
            ))}
          </select>
          <IconButton
            icon={closeIcon}
            label={trans.__('Remove the tag %1', tag)}
            onClick={() => void run(() => store.removeTag(model.name, tag))}
          />
        </div>
      ))}
      {name !== null && (
        <form
          className="jp-Kserve-Actions"
          onSubmit={event => {
            event.preventDefault();
            void add();
          }}
        >
          <input
            className="jp-Kserve-Input"
            aria-label={trans.__('Name of the tag')}
            autoFocus
            required
            value={name}
            onChange={event => setName(event.target.value)}
          />
          <Button small onClick={() => setName(null)}>
            {trans.__('Cancel')}
          </Button>
          <Button type="submit" small accept>
            {trans.__('Put it on %1', versions[0])}
          </Button>
        </form>
      )}
      {problem && <ProblemNote problem={problem} urgent />}
    </Card>
  );
}
