import { fakeJobs } from '../../__tests__/fakes';
import { Migration } from '../registry';
import { ToySource } from './toysource';

describe('Migration', () => {
  const of = (id: string) => new ToySource(fakeJobs(), id);

  it('has sources in their order, one of an id, until they are taken away', () => {
    const migration = new Migration();
    const first = migration.add(of('one'));
    migration.add(of('two'));
    expect(() => migration.add(of('two'))).toThrow('two');
    expect(migration.sources.map(({ id }) => id)).toEqual(['one', 'two']);
    first.dispose();
    expect(migration.sources.map(({ id }) => id)).toEqual(['two']);
  });
});
