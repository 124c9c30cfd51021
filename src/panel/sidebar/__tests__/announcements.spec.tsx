import { act, render, screen } from '@testing-library/react';
import { Signal } from '@lumino/signaling';
import React from 'react';
import {
  keyOf,
  type IService,
  type IServing,
  type Phase
} from '../../../tokens';
import { aService, fakeContext } from '../../../__tests__/fakes';
import { PanelContext } from '../../shell/context';
import { Announcements } from '../announcements';

function inPhase(name: string, phase: Phase, label: string): IService {
  return aService({
    name,
    status: { phase, label, detail: '', since: null }
  });
}

describe('Announcements', () => {
  let fake: ReturnType<typeof fakeContext>;
  const polite = () => screen.getByRole('status').textContent;
  const urgent = () => screen.getByRole('alert').textContent;

  function become(...services: IService[]): void {
    act(() => {
      (fake.serving as { services: ReadonlyArray<IService> }).services =
        services;
      (fake.serving.changed as Signal<IServing, void>).emit();
    });
  }

  beforeEach(() => {
    fake = fakeContext({ services: [inPhase('a', 'starting', 'Starting')] });
    render(
      <PanelContext.Provider value={fake.context}>
        <Announcements words="" />
      </PanelContext.Provider>
    );
  });

  it('say nothing of what is there already', () => {
    expect(polite()).toBe('');
  });

  it('tell a state once, whatever changes within it', () => {
    become(inPhase('a', 'ready', 'Ready'));
    expect(polite()).toBe('a: Ready');
    become(inPhase('b', 'starting', 'Starting'), inPhase('a', 'ready', 'Fine'));
    expect(polite()).toBe('b: Starting');
  });

  it('say nothing when the cluster is lost and comes back', () => {
    become(inPhase('a', 'unknown', 'Unknown'));
    become(inPhase('a', 'starting', 'Starting'));
    expect(polite()).toBe('');
  });

  it('tell the failure of what the user started at once', () => {
    fake.context.started.add(keyOf(aService({ name: 'mine' })));
    become(
      inPhase('a', 'failed', 'Cannot start'),
      inPhase('mine', 'failed', 'Cannot start')
    );
    expect(urgent()).toBe('mine: Cannot start');
    expect(polite()).toBe('a: Cannot start');
  });

  it('tell many changes as a number', () => {
    become(
      ...['a', 'b', 'c', 'd'].map(name => inPhase(name, 'ready', 'Ready'))
    );
    expect(polite()).toBe('The states of 4 services have changed.');
  });
});
