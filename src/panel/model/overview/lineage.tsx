import { Notification } from '@jupyterlab/apputils';
import React from 'react';
import { usePanel } from '../../shell/context';
import { Facts } from '../../components/facts';
import { LinkButton } from '../../components/button';
import { StateLabel } from '../../components/statelabel';
import { Card } from '../../components/card';
import { openNotebook } from '../../../notebook/opennotebooks';
import { useModelPage } from '../pagecontext';

/** How much of a commit's name tells it from others. */
const COMMIT = 10;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Where the version came from. */
export function Lineage(): React.JSX.Element {
  const { trans } = usePanel();
  const { app, shown } = useModelPage();
  const source = shown.card?.source ?? {};
  const notebook = text(source.notebook);
  const commit = text(source.git_commit);
  const kinds: Record<string, string> = {
    object: trans.__('an object in a notebook or script'),
    file: trans.__('a file'),
    directory: trans.__('a folder')
  };
  const open = async () => {
    if (!(await openNotebook(app, notebook))) {
      Notification.warning(
        trans.__('%1 does not exist in the JupyterLab file browser.', notebook)
      );
    }
  };
  return (
    <Card title={trans.__('Lineage')}>
      <Facts
        facts={[
          [
            trans.__('Notebook'),
            notebook && (
              <LinkButton title={notebook} onClick={() => void open()}>
                <bdi>{notebook.split('/').pop()}</bdi>
              </LinkButton>
            )
          ],
          [
            trans.__('Commit'),
            commit && (
              <span>
                <code title={commit}>{commit.slice(0, COMMIT)}</code>
                {source.git_dirty === true && (
                  <StateLabel phase="warn">
                    {trans.__('with uncommitted changes')}
                  </StateLabel>
                )}
              </span>
            )
          ],
          [trans.__('Source'), kinds[text(source.kind)] ?? text(source.kind)],
          [trans.__('Path'), text(source.path)]
        ]}
      />
    </Card>
  );
}
