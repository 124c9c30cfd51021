import { act, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CommandIDs } from '../../../commandids';
import { PanelContext } from '../../shell/context';
import { SidebarPreferences } from '../preferences';
import { Sidebar } from '../sidebar';
import {
  aModel,
  aService,
  aStatus,
  fakeContext
} from '../../../__tests__/fakes';

async function show(
  fake: ReturnType<typeof fakeContext>,
  preferences = new SidebarPreferences()
) {
  const view = render(
    <PanelContext.Provider value={fake.context}>
      <Sidebar preferences={preferences} files={null} />
    </PanelContext.Provider>
  );
  await act(() => Promise.resolve());
  return view;
}

const rows = () => screen.queryAllByRole('row');

describe('Sidebar', () => {
  it('shows a model with version, framework, size and serving state', async () => {
    await show(fakeContext({ models: [aModel()], services: [aService()] }));
    const row = rows()[0];
    for (const words of [
      'anomaly-detector',
      '1.0.0',
      'scikit-learn',
      '4.0 MiB',
      'Ready'
    ]) {
      expect(row.textContent).toContain(words);
    }
  });

  it('shows names and problems that are HTML as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    await show(
      fakeContext({
        models: [
          aModel({
            name,
            state: 'broken',
            problem: { message: '<b>gone</b>', reason: 'Broken', hint: '' }
          })
        ]
      })
    );
    expect(rows()[0].textContent).toContain(name);
    expect(rows()[0].textContent).toContain('<b>gone</b>');
    expect(document.querySelector('img')).toBeNull();
  });

  it('tells a newcomer how to save a first model', async () => {
    await show(fakeContext({}));
    expect(screen.getByText('No models on this volume yet')).toBeTruthy();
    expect(document.body.textContent).toContain('save_model_to_pvc');
  });

  it('filters by name and offers to clear a filter without a match', async () => {
    await show(
      fakeContext({ models: [aModel(), aModel({ name: 'cpu-forecast' })] })
    );
    const filter = screen.getByRole('searchbox');
    fireEvent.change(filter, { target: { value: 'CPU' } });
    expect(rows()).toHaveLength(1);
    fireEvent.change(filter, { target: { value: 'churn' } });
    expect(rows()).toHaveLength(0);
    fireEvent.click(screen.getByText('Clear filter'));
    expect(rows()).toHaveLength(2);
  });

  it('shows the card of the selected model', async () => {
    await show(fakeContext({ models: [aModel()] }));
    fireEvent.click(rows()[0]);
    await act(() => Promise.resolve());
    const words = document.body.textContent;
    expect(words).toContain('training_date');
    expect(words).toContain('0.95');
    expect(words).toContain('ab'.repeat(32));
    expect(words).toContain('model.joblib');
  });

  describe('keyboard', () => {
    const names = ['alpha', 'beta', 'cpu-forecast'];
    const models = names.map(name => aModel({ name }));

    it('moves with arrows, Home, End and by typing', async () => {
      await show(fakeContext({ models }));
      act(() => rows()[0].focus());
      const press = (key: string) =>
        fireEvent.keyDown(document.activeElement!, { key });
      press('ArrowDown');
      expect(document.activeElement).toBe(rows()[1]);
      press('End');
      expect(document.activeElement).toBe(rows()[2]);
      press('Home');
      expect(document.activeElement).toBe(rows()[0]);
      press('c');
      expect(document.activeElement).toBe(rows()[2]);
    });

    it('is one tab stop', async () => {
      await show(fakeContext({ models }));
      act(() => rows()[1].focus());
      expect(rows().map(row => row.tabIndex)).toEqual([-1, 0, -1]);
    });

    it('reaches the actions with Right and comes back with Escape', async () => {
      const fake = fakeContext({ models });
      const execute = jest.fn();
      fake.context.commands.addCommand(CommandIDs.deployModel, {
        describedBy: { args: {} },
        execute
      });
      await show(fake);
      act(() => rows()[0].focus());
      fireEvent.keyDown(rows()[0], { key: 'ArrowRight' });
      expect(document.activeElement?.getAttribute('aria-label')).toBe(
        'Deploy alpha…'
      );
      fireEvent.click(document.activeElement!);
      expect(execute).toHaveBeenCalledWith({ name: 'alpha' });
      fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
      expect(document.activeElement).toBe(rows()[0]);
    });
  });

  describe('when something is missing', () => {
    it('says that the server half does not answer, and checks again', async () => {
      const fake = fakeContext({});
      fake.server.state = 'unavailable';
      fake.server.status = null;
      fake.server.problem = {
        message: 'The server extension is not running',
        reason: 'ServerMissing',
        hint: ''
      };
      await show(fake);
      expect(document.body.textContent).toContain(
        'jupyter server extension enable jupyterlab_kserve'
      );
      fireEvent.click(screen.getByText('Check again'));
      expect(fake.server.check).toHaveBeenCalled();
    });

    it('tells in the deployments how far a cluster is that starts', async () => {
      const { kubernetes } = aStatus();
      const fake = fakeContext({
        models: [aModel()],
        status: aStatus({
          kubernetes: {
            ...kubernetes,
            state: 'unavailable',
            reason: 'ClusterStarting',
            message: 'KServe is being built: 2 of about 7 minutes.'
          }
        })
      });
      fake.target.state = 'unavailable';
      await show(fake);
      expect(rows()).toHaveLength(1);
      expect(screen.queryByText('No cluster')).toBeNull();
      expect(
        screen
          .getByText('KServe is being built: 2 of about 7 minutes.')
          .getAttribute('role')
      ).toBe('status');
    });

    it('goes on browsing without a cluster', async () => {
      const { kubernetes } = aStatus();
      const fake = fakeContext({
        models: [aModel()],
        status: aStatus({
          kubernetes: {
            ...kubernetes,
            state: 'unavailable',
            message: 'There is no kubeconfig and no service account.'
          }
        })
      });
      fake.target.state = 'unavailable';
      await show(fake);
      expect(rows()).toHaveLength(1);
      expect(screen.getByText('No cluster')).toBeTruthy();
      expect(document.body.textContent).toContain(
        'There is no kubeconfig and no service account.'
      );
    });

    it('says who to ask when services may not be listed', async () => {
      const fake = fakeContext({ models: [aModel()] });
      fake.target.state = 'unavailable';
      fake.target.problem = {
        message: 'You may not list inferenceservices.',
        reason: 'Forbidden',
        hint: 'Ask your platform engineer for the Role.'
      };
      await show(fake);
      expect(rows()).toHaveLength(1);
      expect(document.body.textContent).toContain(
        'Ask your platform engineer for the Role.'
      );
    });

    it('says what to do without the volume', async () => {
      const [volume] = aStatus().volumes;
      await show(
        fakeContext({
          services: [aService()],
          status: aStatus({
            volumes: [
              {
                ...volume,
                exists: false,
                problem: {
                  message: '/mnt/models does not exist.',
                  reason: 'VolumeMissing',
                  hint: 'Restart the workbench.'
                }
              }
            ]
          })
        })
      );
      expect(document.body.textContent).toContain('Restart the workbench.');
      // What runs in the cluster is still shown.
      expect(rows()).toHaveLength(1);
    });
  });
});
