import { act, render, screen } from '@testing-library/react';
import { Signal } from '@lumino/signaling';
import React from 'react';
import { fakeContext } from '../../../__tests__/fakes';
import { PanelContext } from '../../shell/context';
import { SeenContext, type ISeen } from '../../shell/useVisible';
import { ServicePageContext, type IServicePage } from '../pagecontext';
import { UsageCard } from '../usage';

/** A page that is in front or not, as the test says. */
class Seen implements ISeen {
  value = true;
  readonly changed: Signal<ISeen, void> = new Signal<ISeen, void>(this);
  set(value: boolean): void {
    this.value = value;
    this.changed.emit();
  }
}

describe('UsageCard', () => {
  const usage = jest.fn();
  const { context } = fakeContext({});
  let seen: Seen;

  async function show(): Promise<void> {
    const page = {
      service: { name: 'iris' },
      details: { kubernetes: { pods: [{}] } },
      operations: { usage }
    } as unknown as IServicePage;
    render(
      <PanelContext.Provider value={context}>
        <SeenContext.Provider value={seen}>
          <ServicePageContext.Provider value={page}>
            <UsageCard />
          </ServicePageContext.Provider>
        </SeenContext.Provider>
      </PanelContext.Provider>
    );
    // The answer is drawn a moment later.
    await wait(0);
  }
  const wait = (seconds: number) =>
    act(() => jest.advanceTimersByTimeAsync(seconds * 1000));

  beforeEach(() => {
    jest.useFakeTimers();
    seen = new Seen();
    usage.mockReset();
  });
  afterEach(() => jest.useRealTimers());

  it('asks again while the page is in front, and not behind another', async () => {
    usage.mockResolvedValue([
      {
        instance: 'p',
        container: 'c',
        cpu: { used: 0.25, request: 0.5, limit: null },
        memory: { used: 2 ** 20, request: null, limit: 2 ** 21 }
      }
    ]);
    await show();
    expect(screen.getByText(/0.25 · request 0.5 · no limit/)).toBeTruthy();
    expect(screen.getByText(/1.0 MiB · limit 2.0 MiB/)).toBeTruthy();
    await wait(30);
    expect(usage).toHaveBeenCalledTimes(3);
    act(() => seen.set(false));
    await wait(120);
    expect(usage).toHaveBeenCalledTimes(3);
    act(() => seen.set(true));
    await wait(0);
    expect(usage).toHaveBeenCalledTimes(4);
  });

  it('asks a cluster that does not measure once', async () => {
    usage.mockResolvedValue(null);
    await show();
    expect(screen.getByText(/does not provide pod metrics/)).toBeTruthy();
    await wait(120);
    expect(usage).toHaveBeenCalledTimes(1);
  });
});
