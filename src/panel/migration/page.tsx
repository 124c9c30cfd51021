import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import React, { useState } from 'react';
import { MigrationSession } from '../../migration/session';
import { IMigration } from '../../tokens';
import { Tabs } from '../components/tabs';
import { migrateIcon } from '../icons';
import { usePanel, type IPanelContext } from '../shell/context';
import { PageContent } from '../shell/page';
import { guardPage, UnsavedParts } from '../shell/unsaved';
import { PARTS } from './parts';

/** The parts of the page, one for each source that can be drawn. */
export function MigrationPage(props: {
  sessions: ReadonlyArray<MigrationSession>;
  /** What draws each, by the source's id. */
  parts: typeof PARTS;
}): React.JSX.Element {
  const { trans } = usePanel();
  const [shown, setShown] = useState('');
  const parts = props.sessions.flatMap(session => {
    const { id, label } = session.source;
    const Part = props.parts[id];
    const render = () => <Part key={id} session={session} />;
    return Part ? [{ id, label, render }] : [];
  });
  return (
    <div className="jp-Kserve-Page jp-Kserve-Migration">
      <header>
        <h2>{trans.__('Migration')}</h2>
        <span className="jp-mod-muted">
          {trans.__('copy models from the workbench to the volume')}
        </span>
      </header>
      {parts.length > 1 ? (
        <Tabs
          label={trans.__('Migration')}
          tabs={parts}
          selected={shown}
          onSelect={setShown}
        />
      ) : (
        parts[0]?.render()
      )}
    </div>
  );
}

/** The Migration page. */
export async function createMigrationPage(
  app: JupyterFrontEnd,
  context: IPanelContext
): Promise<MainAreaWidget> {
  const { jobs, trans } = context;
  const { sources } = await app.resolveRequiredService(IMigration);
  const sessions = sources.map(
    source => new MigrationSession({ source, jobs, trans })
  );
  const widget = new MainAreaWidget({
    content: new PageContent(
      context,
      <MigrationPage sessions={sessions} parts={PARTS} />
    )
  });
  widget.id = 'jp-kserve-migration';
  widget.title.label = trans.__('Migration');
  widget.title.icon = migrateIcon;
  widget.title.closable = true;
  const unsaved = new UnsavedParts(sessions);
  guardPage(widget, unsaved, context);
  widget.disposed.connect(() => {
    unsaved.dispose();
    sessions.forEach(session => session.dispose());
  });
  return widget;
}
