import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import React, { useMemo } from 'react';
import type { IModelRecord, IProblem } from '../../tokens';
import { usePanel, type IPanelContext } from '../shell/context';
import { modelFileIcon } from '../icons';
import { PageContent } from '../shell/page';
import { Button } from '../components/button';
import { EmptyPage } from '../components/emptypage';
import { Note, ProblemNote } from '../components/note';
import { Tabs, type ITab } from '../components/tabs';
import { guardPage } from '../shell/unsaved';
import { useChanged } from '../hooks/useChanged';
import { useServices } from '../hooks/useServices';
import { Advice } from './overview/banners';
import { Deployments } from './deployments';
import { Files } from './overview/files';
import { Header } from './header';
import { Overview } from './overview/overview';
import { ModelPageContext, type IModelPage } from './pagecontext';
import { useModel } from './useModel';
import { Use } from './codesnippets';
import { Versions } from './versions/versions';
import { isTab, ModelView, type Tab } from './view';

/** There is nothing to show (yet), and why. */
function Nothing(props: {
  name: string;
  row: IModelRecord | undefined;
  missing: boolean;
  problem: IProblem | null;
  retry: () => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { name, row, missing, problem } = props;
  return (
    <EmptyPage name={name} waiting={trans.__('Reading the volume…')}>
      {row?.state === 'broken' && row.problem ? (
        <ProblemNote problem={row.problem}>
          <p>
            {trans.__(
              'Rename or remove it in the Files section of the Models sidebar.'
            )}
          </p>
        </ProblemNote>
      ) : missing ? (
        <Note
          phase="warn"
          title={trans.__('The model %1 does not exist on the volume.', name)}
        >
          <p>
            {trans.__(
              'Deleted models are in the trash. To open it, run “Open Trash” from the command palette.'
            )}
          </p>
        </Note>
      ) : (
        problem && (
          <ProblemNote problem={problem}>
            <Button onClick={props.retry}>{trans.__('Try again')}</Button>
          </ProblemNote>
        )
      )}
    </EmptyPage>
  );
}

/** A model: what it is, its versions and files, what serves it, how to use it. */
function ModelPage(props: {
  name: string;
  view: ModelView;
  parts: Pick<IModelPage, 'app' | 'rendermime'>;
}): React.JSX.Element {
  const { store, trans } = usePanel();
  const { name, view, parts } = props;
  useChanged(view.changed);
  const { model, problem, missing, retry } = useModel(name);
  const all = useServices();
  const services = useMemo(
    () => all.filter(service => service.model?.name === name),
    [all, name]
  );
  const { tab, version } = view.state;
  const shown =
    model?.versions.find(entry => entry.record.version === version) ??
    model?.versions[0];
  if (!model || !shown) {
    const row = store.models.find(entry => entry.name === name);
    return <Nothing {...{ name, row, missing, problem, retry }} />;
  }
  const tabs: Array<ITab & { id: Tab }> = [
    { id: 'overview', label: trans.__('Overview'), render: () => <Overview /> },
    {
      id: 'versions',
      label: trans.__('Versions'),
      note: String(model.versions.length),
      render: () => <Versions />
    },
    {
      id: 'files',
      label: trans.__('Files'),
      note: shown.card ? String(shown.card.files.length) : undefined,
      render: () => <Files />
    },
    {
      id: 'deployments',
      label: trans.__('Deployments'),
      note: String(services.length),
      render: () => <Deployments />
    },
    { id: 'use', label: trans.__('Use'), render: () => <Use /> }
  ];
  return (
    <ModelPageContext.Provider
      value={{ ...parts, view, model, shown, services }}
    >
      <div className="jp-Kserve-Page">
        <Header />
        {problem && <ProblemNote problem={problem} phase="warn" />}
        <Advice record={shown.record} />
        <Tabs
          label={trans.__('Sections of %1', name)}
          tabs={tabs}
          selected={tab}
          onSelect={id => isTab(id) && view.show({ tab: id })}
        />
      </div>
    </ModelPageContext.Provider>
  );
}

/** The content of a model's page, with what it shows. */
export class ModelPageContent extends PageContent {
  constructor(
    context: IPanelContext,
    content: React.JSX.Element,
    /** What it shows; commands steer it. */
    readonly view: ModelView
  ) {
    super(context, content);
  }
}

/**
 * The page of a model.
 *
 * @param name - the model
 */
export async function createModelPage(
  app: JupyterFrontEnd,
  context: IPanelContext,
  name: string
): Promise<MainAreaWidget<ModelPageContent>> {
  const rendermime = await app.resolveOptionalService(IRenderMimeRegistry);
  const view = new ModelView();
  const widget = new MainAreaWidget({
    content: new ModelPageContent(
      context,
      <ModelPage name={name} view={view} parts={{ app, rendermime }} />,
      view
    )
  });
  // Nothing is in it: what can be done stands in the header.
  widget.toolbar.hide();
  widget.id = `jp-kserve-model-${name}`;
  widget.title.label = name;
  widget.title.caption = context.trans.__('Model %1', name);
  widget.title.icon = modelFileIcon;
  widget.title.closable = true;
  guardPage(widget, view, context);
  return widget;
}
