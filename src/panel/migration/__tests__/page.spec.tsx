import { act, fireEvent, render, screen } from '@testing-library/react';
import React, { useEffect } from 'react';
import { fakeContext } from '../../../__tests__/fakes';
import {
  ToySource,
  type ToyPlan
} from '../../../migration/__tests__/toysource';
import { MigrationSession } from '../../../migration/session';
import { useChanged } from '../../hooks/useChanged';
import { PanelContext } from '../../shell/context';
import { MigrationPage } from '../page';
import { PARTS, type MigrationPart } from '../parts';

const { context, jobs } = fakeContext({});
const { trans } = context;

const ToyPart: MigrationPart = ({ session }) => {
  useChanged(session.changed);
  useEffect(() => void session.open(), [session]);
  const plan = session.plan as ToyPlan | null;
  return <p data-testid={session.source.id}>{plan?.items.join()}</p>;
};

function sessionsOf(...ids: string[]): MigrationSession[] {
  return ids.map(id => {
    const source = new ToySource(jobs, id);
    return new MigrationSession({ source, jobs, trans });
  });
}

async function show(sessions: MigrationSession[]): Promise<void> {
  render(
    <PanelContext.Provider value={context}>
      <MigrationPage
        sessions={sessions}
        parts={{ toys: ToyPart, dolls: ToyPart }}
      />
    </PanelContext.Provider>
  );
  await act(async () => {});
}

describe('MigrationPage', () => {
  it('draws the only part without tabs, and no source that nobody draws', async () => {
    await show(sessionsOf('toys', 'unknown'));
    expect(screen.queryByRole('tab')).toBeNull();
    expect(screen.getByTestId('toys').textContent).toBe('bear,car');
  });

  it('has a tab for each of several, which keeps what was planned', async () => {
    const sessions = sessionsOf('toys', 'dolls');
    await show(sessions);
    act(() => (sessions[0].plan as ToyPlan).leaveOut('car'));
    const [toys, dolls] = screen.getAllByRole('tab');
    fireEvent.click(dolls);
    await act(async () => {});
    expect(screen.queryByTestId('toys')).toBeNull();
    expect(screen.getByTestId('dolls').textContent).toBe('bear,car');
    fireEvent.click(toys);
    await act(async () => {});
    expect(screen.getByTestId('toys').textContent).toBe('bear');
  });

  it('draws the folders', () => {
    expect(Object.keys(PARTS)).toContain('folders');
  });
});
