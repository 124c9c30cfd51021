import { act, render, screen } from '@testing-library/react';
import React from 'react';
import type { IServiceDetails } from '../../../tokens';
import { aService, fakeContext } from '../../../__tests__/fakes';
import { PanelContext } from '../../shell/context';
import { Overview } from '../overview';
import { ServicePageContext, type IServicePage } from '../pagecontext';

describe('Overview', () => {
  const { context } = fakeContext({});

  async function show(details: Partial<IServiceDetails>): Promise<void> {
    const page = {
      service: aService(),
      capabilities: new Set(['roll', 'usage']),
      details: {
        displayName: '',
        replicas: { ready: 0, min: 1, max: 1 },
        steps: [],
        previousUri: null,
        logs: [],
        kubernetes: { pods: [], managers: [] },
        ...details
      },
      operations: {
        access: () => Promise.resolve({ access: 'allowed', message: '' }),
        usage: () => Promise.resolve(null)
      }
    } as unknown as IServicePage;
    render(
      <PanelContext.Provider value={context}>
        <ServicePageContext.Provider value={page}>
          <Overview />
        </ServicePageContext.Provider>
      </PanelContext.Provider>
    );
    // What may be done is known a moment later.
    await act(() => Promise.resolve());
  }

  /** What stands beside a term. */
  const factOf = (term: string) =>
    screen.getByText(term).nextElementSibling?.textContent;

  it.each([
    ['is the name that somebody gave', 'Churn of <b>', 'Churn of <b>'],
    ['follows the name where nobody gave one', '', 'same as the service name']
  ])('has a display name that %s', async (_, displayName, shown) => {
    await show({ displayName });
    expect(factOf('Display name')).toBe(shown);
  });
});
