import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { CommandIDs } from '../../commandids';
import type { Capability, IService, IServiceDetails } from '../../tokens';
import type { ITarget } from '../commandtargets';
import { targetOfKey } from './servicekey';
import { findService } from '../resolvetargets';
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
    <EmptyPage name={name} waiting={trans.__('Contacting the cluster…')}>
      {problem ? (
        <ProblemNote problem={problem} />
      ) : (
        known && (
          <Note
            phase="warn"
            title={trans.__('The service %1 does not exist.', name)}
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

/** A tab, and what a target has to be able to do for it. */
type ServiceTab = ITab & { id: Tab; needs?: Capability };

function tabsOf(
  service: IService,
  details: IServiceDetails,
  trans: TranslationBundle
): ServiceTab[] {
  const answers = details.replicas
    ? details.replicas.ready > 0
    : ['ready', 'warn'].includes(service.status.phase);
  return [
    { id: 'overview', label: trans.__('Overview'), render: () => <Overview /> },
    {
      id: 'events',
      label: trans.__('Events'),
      needs: 'events',
      render: () => <Events />
    },
    {
      id: 'logs',
      label: trans.__('Logs'),
      needs: 'logs',
      render: () => <Logs />
    },
    {
      id: 'yaml',
      label: trans.__('YAML'),
      needs: 'manifest',
      render: () => <Yaml />
    },
    {
      id: 'try',
      label: trans.__('Try it'),
      note: answers ? undefined : trans.__('available when ready'),
      render: () => <TryIt />
    }
  ];
}

/** A service: its state and why, its events, logs and YAML, and a way to try it. */
export function ServicePage(props: {
  wanted: ITarget;
  app: JupyterFrontEnd;
  view: ServiceView;
}): React.JSX.Element {
  const context = usePanel();
  const { serving, trans } = context;
  const { wanted, app, view } = props;
  const { service: name = '' } = wanted;
  useChanged(serving.changed, view.changed);
  const service = findService(context, wanted);
  const { operations, problem } = useOperations(service);
  const details = operations?.details(name);
  const target = serving.target(service?.target ?? wanted.target ?? '');
  const failing = target
    ? target.problem
    : serving.targets.find(other => other.problem)?.problem;
  if (!service || !target || !operations || !details) {
    return <Nothing name={name} problem={problem ?? failing ?? null} />;
  }
  const { capabilities } = target;
  const tabs = tabsOf(service, details, trans).filter(
    ({ needs }) => !needs || capabilities.has(needs)
  );
  const selected = tabs.find(({ id }) => id === view.state.tab) ?? tabs[0];
  return (
    <ServicePageContext.Provider
      value={{ app, view, service, details, operations, capabilities }}
    >
      <div className="jp-Kserve-Page">
        <Header />
        {failing && <ProblemNote problem={failing} phase="warn" />}
        {operations.explain && EXPLAINING.includes(selected.id) && (
          <Explanation />
        )}
        <Tabs
          label={trans.__('Sections of %1', name)}
          tabs={tabs}
          selected={selected.id}
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
 * @param key - the service's, with gaps for what is not known of it
 */
export function createServicePage(
  app: JupyterFrontEnd,
  context: IPanelContext,
  key: string
): MainAreaWidget<ServicePageContent> {
  const wanted = targetOfKey(key);
  const { service = '' } = wanted;
  const view = new ServiceView();
  const widget = new MainAreaWidget({
    content: new ServicePageContent(
      context,
      <ServicePage wanted={wanted} app={app} view={view} />,
      view
    )
  });
  // Nothing is in it: what can be done stands in the header.
  widget.toolbar.hide();
  widget.id = `jp-kserve-service-${key}`;
  widget.title.label = service;
  widget.title.caption = context.trans.__('Service %1', service);
  widget.title.icon = tryItIcon;
  widget.title.closable = true;
  return widget;
}
