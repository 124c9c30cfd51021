import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId, useState } from 'react';
import { IMigration } from '../../tokens';
import { usePanel, type IPanelContext } from '../shell/context';
import { migrateIcon } from '../icons';
import { PageContent } from '../shell/page';
import { guardPage } from '../shell/unsaved';
import { ModelsMigration } from '../../migration/session';
import { ModelsPart } from './models';

/** A part of the page: each brings one kind of thing over, in this order. */
interface IMigrationPart {
  id: string;
  title: string;
  content: React.JSX.Element;
}

function partsOf(
  models: ModelsMigration,
  trans: TranslationBundle
): IMigrationPart[] {
  return [
    {
      id: 'models',
      title: trans.__('Models'),
      content: <ModelsPart migration={models} />
    }
  ];
}

function MigrationPage(props: { models: ModelsMigration }): React.JSX.Element {
  const { trans } = usePanel();
  const parts = partsOf(props.models, trans);
  const [shown, setShown] = useState(parts[0].id);
  const id = useId();
  return (
    <div className="jp-Kserve-Page jp-Kserve-Migration">
      <header>
        <h2>{trans.__('Migration')}</h2>
        <span className="jp-mod-muted">
          {trans.__('models from the workbench to the volume')}
        </span>
      </header>
      {parts.length > 1 && (
        <div className="jp-Kserve-Tabs" role="tablist">
          {parts.map(part => (
            <button
              key={part.id}
              id={`${id}-${part.id}`}
              type="button"
              role="tab"
              aria-selected={part.id === shown}
              onClick={() => setShown(part.id)}
            >
              {part.title}
            </button>
          ))}
        </div>
      )}
      {parts.find(part => part.id === shown)?.content}
    </div>
  );
}

/**
 * The Migration page.
 *
 * @param app - the application
 * @param context - what the page works with
 */
export async function createMigrationPage(
  app: JupyterFrontEnd,
  context: IPanelContext
): Promise<MainAreaWidget> {
  const { jobs, store, trans } = context;
  const migration = await app.resolveRequiredService(IMigration);
  const models = new ModelsMigration({ migration, jobs, store, trans });
  const widget = new MainAreaWidget({
    content: new PageContent(context, <MigrationPage models={models} />)
  });
  widget.id = 'jp-kserve-migration';
  widget.title.label = trans.__('Migration');
  widget.title.icon = migrateIcon;
  widget.title.closable = true;
  guardPage(widget, models, context);
  widget.disposed.connect(() => models.dispose());
  return widget;
}
