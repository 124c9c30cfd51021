import { InputDialog } from '@jupyterlab/apputils';
import { aService, fakeContext, fakeTarget } from '../../../__tests__/fakes';
import { MemoryTarget } from '../../../serving/__tests__/memorytarget';
import { Serving } from '../../../serving/registry';
import { findDeployTarget } from '../actions';

describe('findDeployTarget()', () => {
  const fake = fakeContext({});
  const memory = new MemoryTarget();
  const other = Object.assign(fakeTarget(), { id: 'other' });

  /** A panel with these targets. */
  function having(...targets: Parameters<Serving['add']>[0][]) {
    const serving = new Serving();
    targets.forEach(target => serving.add(target));
    return { ...fake.context, serving };
  }
  /** The user chooses this one; null to cancel. */
  const choose = (value: string | null) =>
    jest.spyOn(InputDialog, 'getItem').mockResolvedValue({
      button: { accept: value !== null },
      value
    } as Awaited<ReturnType<typeof InputDialog.getItem>>);

  beforeEach(() => jest.restoreAllMocks());

  it('asks nothing where one target deploys', async () => {
    const asked = choose(null);
    const context = having(memory, fake.target);
    expect(await findDeployTarget(context, {})).toBe(fake.target);
    expect(asked).not.toHaveBeenCalled();
  });

  it('says so where none does', async () => {
    await expect(findDeployTarget(having(memory), {})).rejects.toThrow(
      'No serving platform is available.'
    );
  });

  it('asks which one where several do, and tells them apart', async () => {
    const asked = choose('Cluster (other)');
    const context = having(fake.target, memory, other);
    expect(await findDeployTarget(context, {})).toBe(other);
    expect(asked.mock.calls[0][0].items).toEqual([
      'Cluster (cluster)',
      'Cluster (other)'
    ]);
    choose(null);
    expect(await findDeployTarget(context, {})).toBeNull();
  });

  it('takes the one that is named, or that the service is on', async () => {
    const asked = choose(null);
    const context = having(fake.target, other);
    expect(await findDeployTarget(context, { target: 'other' })).toBe(other);
    other.services = [aService({ name: 'iris', target: 'other' })];
    expect(await findDeployTarget(context, { service: 'iris' })).toBe(other);
    expect(asked).not.toHaveBeenCalled();
  });

  it('refuses one that does not deploy', async () => {
    const context = having(fake.target, memory);
    await expect(
      findDeployTarget(context, { target: 'memory' })
    ).rejects.toThrow('This workbench');
  });
});
