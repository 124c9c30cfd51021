import type { JupyterFrontEnd } from '@jupyterlab/application';
import { act, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CommandIDs } from '../../../commandids';
import { aService, fakeContext } from '../../../__tests__/fakes';
import { MemoryTarget } from '../../../serving/__tests__/memorytarget';
import { Serving } from '../../../serving/registry';
import type { IServiceDetails } from '../../../tokens';
import { serviceTarget } from '../../resolvetargets';
import { PanelContext } from '../../shell/context';
import { ServicePage } from '../page';
import { ServiceView } from '../view';

// What is loaded or asked for comes a few turns later.
const settle = () => act(() => new Promise(resolve => setTimeout(resolve, 0)));

describe('ServicePage', () => {
  const memory = new MemoryTarget();
  const fake = fakeContext({ services: [aService({ name: 'iris' })] });
  const serving = new Serving();
  const context = { ...fake.context, serving };
  const log = { instance: 'pod', container: 'c', keepsPrevious: true };
  const details: IServiceDetails = {
    displayName: '',
    stopped: false,
    generation: 1,
    replicas: { ready: 1, min: 1, max: 1 },
    steps: [],
    previousUri: null,
    logs: [log],
    mainLog: log,
    kubernetes: {
      object: {},
      applied: null,
      mode: 'Standard',
      memory: null,
      pods: [],
      managers: []
    }
  };

  beforeAll(() => {
    fake.target.operations = () =>
      Promise.resolve({
        details: () => details,
        access: fake.target.access,
        usage: () => Promise.resolve(null)
      });
    serving.add(fake.target);
    serving.add(memory);
    memory.serve('iris', () => ({ predictions: [0.5] }));
  });

  async function show(target: string): Promise<ServiceView> {
    const view = new ServiceView();
    const service = serving.services.find(entry => entry.target === target)!;
    render(
      <PanelContext.Provider value={context}>
        <ServicePage
          app={{} as JupyterFrontEnd}
          wanted={serviceTarget(service)}
          view={view}
        />
      </PanelContext.Provider>
    );
    await settle();
    return view;
  }
  const tabs = () =>
    screen.getAllByRole('tab').map(tab => tab.firstChild?.textContent);
  const buttons = () =>
    screen
      .queryAllByRole('button')
      .map(({ textContent }) => textContent)
      .filter(text => text?.endsWith('…'));

  it('shows all of a service in the cluster', async () => {
    await show('cluster');
    expect(tabs()).toEqual(['Overview', 'Events', 'Logs', 'YAML', 'Try it']);
    expect(buttons()).toEqual([
      'Change version…',
      'Change settings…',
      'Scale…',
      'Restart…',
      'Stop…',
      'Delete…'
    ]);
    expect(screen.getByText('1 of 1 replicas')).toBeTruthy();
    expect(screen.getByText('Other field managers')).toBeTruthy();
  });

  it('shows of another what its target can do, and no more', async () => {
    await show('memory');
    expect(tabs()).toEqual(['Overview', 'Logs', 'Try it']);
    expect(buttons()).toEqual(['Stop…', 'Delete…']);
    expect(screen.queryByText(/replicas/i)).toBeNull();
    for (const words of [
      'Pods',
      'CPU and memory',
      'Memory limit',
      'Previous version',
      'Other field managers'
    ]) {
      expect(screen.queryByText(words)).toBeNull();
    }
  });

  it('goes to the overview where a tab is wanted that there is not', async () => {
    const view = await show('memory');
    act(() => view.show({ tab: 'yaml' }));
    expect(
      screen.getByRole('tab', { selected: true }).firstChild?.textContent
    ).toBe('Overview');
  });

  it('shows the log, with no run before and nothing to download', async () => {
    globalThis.ResizeObserver ??= class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
    const view = await show('memory');
    act(() => view.show({ tab: 'logs' }));
    await settle();
    // Lines are drawn together, a tenth of a second later.
    await act(() => new Promise(resolve => setTimeout(resolve, 200)));
    expect(screen.getByText('loaded iris')).toBeTruthy();
    expect(screen.queryByText('Previous')).toBeNull();
    expect(screen.queryByText('Download')).toBeNull();
  });

  it('has the model tried', async () => {
    const view = await show('memory');
    act(() => view.show({ tab: 'try' }));
    await settle();
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    await settle();
    expect(document.body.textContent).toContain('0.5');
  });

  it('compares it with one of its name on another target', async () => {
    const view = await show('memory');
    act(() => view.show({ tab: 'try' }));
    await settle();
    expect(
      screen.getByRole('combobox', { name: 'Service to compare with' })
        .textContent
    ).toBe('iris · 1.0.0');
  });

  it('deploys what was tried where models are only run', async () => {
    const model = { name: 'iris', version: '1.0.0' };
    const local = Object.assign(new MemoryTarget('local'), {
      capabilities: new Set(['run', 'remove']),
      run: jest.fn()
    });
    local.serve('iris');
    Object.assign(local.services[0], { model });
    const added = serving.add(local);
    const execute = jest
      .spyOn(context.commands, 'execute')
      .mockResolvedValue(undefined);
    await show('local');
    expect(buttons()).toEqual(['Deploy…', 'Delete…']);
    fireEvent.click(screen.getByText('Deploy…'));
    expect(execute).toHaveBeenCalledWith(CommandIDs.deployModel, model);
    execute.mockRestore();
    added.dispose();
  });

  it('says why a service fails, and offers no explanation it has not', async () => {
    memory.serve('iris');
    memory.fail('iris', 'No module named oak');
    const view = await show('memory');
    expect(screen.getByText('Cannot start: No module named oak')).toBeTruthy();
    expect(screen.queryByText('Next steps')).toBeNull();
    act(() => view.show({ tab: 'try' }));
    expect(screen.queryByText('Show cause')).toBeNull();
  });
});
