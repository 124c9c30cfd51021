import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import type { IProblem } from '../../tokens';
import { usePanel } from '../shell/context';
import { Button, IconButton } from '../components/button';
import { ProblemNote } from '../components/note';
import { problemOf } from '../../tokens';
import { Card } from '../components/card';
import { useModelPage } from './pagecontext';

/** The usual name of a new alias. */
const PROPOSED = 'champion';

/** Aliases such as `champion`: each points to one version, and can move to another. */
export function Aliases(): React.JSX.Element | null {
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
      await store.moveAlias(model.name, (name ?? '').trim(), versions[0]);
      setName(null);
    });
  const aliases = Object.entries(model.aliases);
  return (
    <Card
      title={trans.__('Aliases')}
      note={trans.__('each points to one version')}
      controls={
        name === null && (
          <IconButton
            icon={addIcon}
            label={trans.__('Add alias')}
            onClick={() => setName(PROPOSED in model.aliases ? '' : PROPOSED)}
          />
        )
      }
    >
      {aliases.length === 0 && name === null && (
        <p className="jp-mod-muted">
          {trans.__(
            'No aliases yet. An alias such as %1 marks the version to use and can be moved to another version.',
            PROPOSED
          )}
        </p>
      )}
      {aliases.map(([alias, on]) => (
        <div className="jp-Kserve-Actions" key={alias}>
          <bdi className="jp-Kserve-clip jp-Kserve-Alias" title={alias}>
            {alias}
          </bdi>
          <select
            className="jp-Kserve-Input"
            aria-label={trans.__('Version of the alias %1', alias)}
            value={on}
            onChange={event => {
              const version = event.target.value;
              void run(() => store.moveAlias(model.name, alias, version));
            }}
          >
            {!versions.includes(on) && <option value={on}>{on}</option>}
            {versions.map(version => (
              <option key={version}>{version}</option>
            ))}
          </select>
          <IconButton
            icon={closeIcon}
            label={trans.__('Remove the alias %1', alias)}
            onClick={() => void run(() => store.removeAlias(model.name, alias))}
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
            aria-label={trans.__('Name of the alias')}
            autoFocus
            required
            value={name}
            onChange={event => setName(event.target.value)}
          />
          <Button small onClick={() => setName(null)}>
            {trans.__('Cancel')}
          </Button>
          <Button type="submit" small accept>
            {trans.__('Set on %1', versions[0])}
          </Button>
        </form>
      )}
      {problem && <ProblemNote problem={problem} urgent />}
    </Card>
  );
}
