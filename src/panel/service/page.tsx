import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import React from 'react';
import { CommandIDs } from '../../commandids';
import { usePanel, type IPanelContext } from '../shell/context';
import { tryItIcon } from '../icons';
import { PageContent } from '../shell/page';
import { LinkButton } from '../components/button';
import { EmptyPage } from '../components/emptypage';
import { Note, ProblemNote } from '../components/note';
import { Tabs, type ITab } from '../components/tabs';
import { useChanged } from '../hooks/useChanged';
import { Events } from './events';
import { Explanation } from './diagnosis/explanation';
import { Header } from './header';
import { Logs } from './logs/logs';
import { Overview } from './overview';
import { ServicePageContext } from './pagecontext';
import { TryIt } from './tryit/tryit';
import { useOperations } from './useOperations';
import { EXPLAINING, isTab, ServiceView, type Tab } from './view';
import { Yaml } from './yaml';

/** There is nothing to show (yet), and why. */
function Nothing(props: {
  name: string;
  problem: React.ComponentProps<typeof ProblemNote>['problem'] | null;
}): React.JSX.Element {
  const { serving, commands, trans } = usePanel();
  const { name, problem } = props;
  const known = serving.targets.every(({ state }) => state !== 'checking');
  return (
    <EmptyPage name={name} waiting={trans.__('Asking the cluster…')}>
      {problem ? (
        <ProblemNote problem={problem} />
      ) : (
        known && (
          <Note
            phase="warn"
            title={trans.__('There is no service %1 (any more).', name)}
          >
            <p>
              <LinkButton
                onClick={() => void commands.execute(CommandIDs.openPanel)}
              >
                {trans.__('Deploy a model from the Models panel.')}
              </LinkButton>
            </p>
          </Note>
        )
      )}
    </EmptyPage>
  );
}

/** A service: its state and why, its events, logs and YAML, and a way to try it. */
function ServicePage(props: {
  name: string;
  app: JupyterFrontEnd;
  view: ServiceView;
}): React.JSX.Element {
  const { serving, trans } = usePanel();
  const { name, app, view } = props;
  useChanged(serving.changed, view.changed);
  const service = serving.services.find(entry => entry.name === name);
  const { operations, problem } = useOperations(service);
  const details = operations?.details(name);
  const failing = serving.targets.find(target => target.problem)?.problem;
  if (!service || !operations || !details) {
    return <Nothing name={name} problem={problem ?? failing ?? null} />;
  }
  const tabs: Array<ITab & { id: Tab }> = [
    { id: 'overview', label: trans.__('Overview'), render: () => <Overview /> },
    { id: 'events', label: trans.__('Events'), render: () => <Events /> },
    { id: 'logs', label: trans.__('Logs'), render: () => <Logs /> },
    { id: 'yaml', label: trans.__('YAML'), render: () => <Yaml /> },
    {
      id: 'try',
      label: trans.__('Try it'),
      note: details.replicas.ready > 0 ? undefined : trans.__('when ready'),
      render: () => <TryIt />
    }
  ];
  return (
    <ServicePageContext.Provider
      value={{ app, view, service, details, operations }}
    >
      <div className="jp-Kserve-Page">
        <Header />
        {failing && <ProblemNote problem={failing} phase="warn" />}
        {EXPLAINING.includes(view.state.tab) && <Explanation />}
        <Tabs
          label={trans.__('Parts of %1', name)}
          tabs={tabs}
          selected={view.state.tab}
          onSelect={id => isTab(id) && view.show({ tab: id })}
        />
      </div>
    </ServicePageContext.Provider>
  );
}

/** The content of a service's page, with what it shows. */
export class ServicePageContent extends PageContent {
  constructor(
    context: IPanelContext,
    content: React.JSX.Element,
    /** What it shows; commands steer it. */
    readonly view: ServiceView
  ) {
    super(context, content);
  }
}

/**
 * The page of one service.
 *
 * @param app - the application
 * @param context - what the page works with
 * @param service - the service's name
 */
export function createServicePage(
  app: JupyterFrontEnd,
  context: IPanelContext,
  service: string
): MainAreaWidget<ServicePageContent> {
  const view = new ServiceView();
  const widget = new MainAreaWidget({
    content: new ServicePageContent(
      context,
      <ServicePage name={service} app={app} view={view} />,
      view
    )
  });
  // Nothing is in it: what can be done stands in the header.
  widget.toolbar.hide();
  widget.id = `jp-kserve-service-${service}`;
  widget.title.label = service;
  widget.title.caption = context.trans.__('Service %1', service);
  widget.title.icon = tryItIcon;
  widget.title.closable = true;
  return widget;
}
