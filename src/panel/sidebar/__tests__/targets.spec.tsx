import type { JupyterFrontEnd } from '@jupyterlab/application';
import { ContextMenu } from '@lumino/widgets';
import { act, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import schema from '../../../../schema/panel.json';
import { aModel, aService, fakeContext } from '../../../__tests__/fakes';
import { MemoryTarget } from '../../../serving/__tests__/memorytarget';
import { Serving } from '../../../serving/registry';
import { CommandIDs } from '../../../commandids';
import { addTargetCommands, targetOf } from '../../commandtargets';
import { addChangeCommands } from '../../service/change/changecommands';
import { addServiceCommands } from '../../service/commands';
import { addDeployCommands } from '../../deploy/commands';
import { isOffered } from '../../resolvetargets';
import {
  PanelContext,
  type IPanelContext,
  type IPanelStart
} from '../../shell/context';
import { SidebarPreferences } from '../preferences';
import { Sidebar } from '../sidebar';

const settle = () => act(() => new Promise(resolve => setTimeout(resolve, 0)));

/** The sidebar over a cluster and a target that is not one, with its commands. */
function aPanel(targets: 'both' | 'memory' = 'both') {
  const fake = fakeContext({
    models: [aModel()],
    services: [aService({ name: 'iris' })]
  });
  const memory = new MemoryTarget();
  memory.serve('iris');
  const serving = new Serving();
  if (targets === 'both') {
    serving.add(fake.target);
  }
  serving.add(memory);
  const context: IPanelContext = {
    ...fake.context,
    serving,
    offers: (wanted, needed) => isOffered({ serving }, wanted, needed)
  };
  const { commands, selection, trans } = context;
  const app = { commands } as JupyterFrontEnd;
  const start: IPanelStart = {
    selection,
    trans,
    load: () => Promise.resolve(context),
    loaded: () => context,
    addCommands: (kind, entries) =>
      addTargetCommands(commands, start, kind, entries),
    restore: () => undefined
  };
  addServiceCommands(app, start);
  addChangeCommands(app, start);
  addDeployCommands(app, start);
  return { ...fake, context, commands, memory, serving, start };
}

async function show({ context }: ReturnType<typeof aPanel>): Promise<void> {
  render(
    <PanelContext.Provider value={context}>
      <Sidebar preferences={new SidebarPreferences()} files={null} />
    </PanelContext.Provider>
  );
  await settle();
}

const rowOf = (target: string) =>
  document.querySelector<HTMLElement>(
    `.jp-Kserve-Service[data-kserve-target="${target}"]`
  )!;

/** The commands in the context menu of an element, as JupyterLab makes it of the schema. */
function menuOf(
  { commands }: ReturnType<typeof aPanel>,
  element: HTMLElement
): string[] {
  const menu = new ContextMenu({ commands });
  for (const item of schema['jupyter.lab.menus'].context) {
    if (item.command && commands.hasCommand(item.command)) {
      menu.addItem({ command: item.command, selector: item.selector });
    }
  }
  act(() => element.focus());
  const open = (event: MouseEvent) => menu.open(event);
  document.addEventListener('contextmenu', open, { once: true });
  fireEvent.contextMenu(element);
  const found = menu.menu.items
    .filter(item => item.isVisible)
    .map(item => item.command);
  menu.menu.dispose();
  return found.sort();
}

describe('The sidebar with several targets', () => {
  it('has a row for each service of one name, and says where it runs if not where most do', async () => {
    await show(aPanel());
    expect(screen.getAllByText('iris')).toHaveLength(2);
    expect(rowOf('cluster').textContent).not.toContain('Cluster');
    expect(rowOf('memory').textContent).toContain('This workbench');
  });

  it('acts on the row that has the focus, and not on another of its name', async () => {
    const panel = aPanel();
    await show(panel);
    act(() => rowOf('memory').focus());
    expect(targetOf(panel.start, 'service', {})).toMatchObject({
      service: 'iris',
      namespace: 'local',
      target: 'memory'
    });
  });

  it('has no menu items for what a target cannot do', async () => {
    const panel = aPanel();
    await show(panel);
    const all = [
      CommandIDs.changeVersion,
      CommandIDs.deleteService,
      CommandIDs.editService,
      CommandIDs.openService,
      CommandIDs.restartService,
      CommandIDs.scaleService,
      CommandIDs.showLogs,
      CommandIDs.stopService,
      CommandIDs.tryService
    ];
    expect(menuOf(panel, rowOf('cluster'))).toEqual([...all].sort());
    expect(menuOf(panel, rowOf('memory'))).toEqual(
      [
        CommandIDs.deleteService,
        CommandIDs.openService,
        CommandIDs.showLogs,
        CommandIDs.stopService,
        CommandIDs.tryService
      ].sort()
    );
  });

  it('has commands that are visible for what the target can do', () => {
    const { commands } = aPanel();
    const visible = (command: string, target: string) =>
      commands.isVisible(command, { name: 'iris', target });
    expect(visible(CommandIDs.scaleService, 'cluster')).toBe(true);
    expect(visible(CommandIDs.scaleService, 'memory')).toBe(false);
    expect(visible(CommandIDs.deleteService, 'memory')).toBe(true);
    // What is not known is offered; the command says then what is wrong.
    expect(visible(CommandIDs.scaleService, 'elsewhere')).toBe(true);
  });

  it('says which target has a problem, beside what the others serve', async () => {
    const panel = aPanel();
    panel.memory.lose({
      message: 'The server has ended.',
      reason: 'NoAnswer',
      hint: ''
    });
    await show(panel);
    expect(
      screen.getByText('This workbench: The server has ended.')
    ).toBeTruthy();
    expect(rowOf('cluster')).toBeTruthy();
  });

  it('says what fails and why', async () => {
    const panel = aPanel();
    panel.memory.fail('iris', 'No module named oak');
    await show(panel);
    expect(rowOf('memory').textContent).toContain(
      'Cannot start: No module named oak'
    );
  });

  it('offers no deployment where no target deploys', async () => {
    const panel = aPanel('memory');
    await show(panel);
    const model = document.querySelector<HTMLElement>('.jp-Kserve-Model')!;
    fireEvent.click(model);
    await settle();
    expect(screen.queryByText('Deploy…')).toBeNull();
    expect(menuOf(panel, model)).not.toContain(CommandIDs.deployModel);
  });

  it('offers it where one does', async () => {
    const panel = aPanel();
    await show(panel);
    const model = document.querySelector<HTMLElement>('.jp-Kserve-Model')!;
    fireEvent.click(model);
    await settle();
    expect(screen.getByText('Deploy…')).toBeTruthy();
    expect(menuOf(panel, model)).toContain(CommandIDs.deployModel);
  });
});
