import { nullTranslator } from '@jupyterlab/translation';
import type { IMigrationCandidate } from '../../tokens';
import { aModel } from '../../__tests__/fakes';
import { ModelPlan } from '../plan';

const trans = nullTranslator.load('jupyterlab-kserve');

function candidate(
  name: string,
  changes: Partial<IMigrationCandidate> = {}
): IMigrationCandidate {
  return {
    id: name,
    path: `/opt/models/${name}.pkl`,
    name,
    version: '1.0.0',
    format: 'pickle',
    framework: null,
    size: 100,
    files: [],
    metadata: {},
    problem: null,
    conflict: null,
    already: null,
    proposed: { name, version: '1.0.0' },
    ...changes
  };
}

const compare = jest.fn(() => Promise.resolve([]));

function make(candidates: IMigrationCandidate[], free: number | null = 1000) {
  const models = [aModel({ name: 'taken', versions: ['1.0.0'] })];
  return new ModelPlan(
    { candidates, skipped: [], free, total: 10_000 },
    { models: () => models, compare, trans }
  );
}

const kinds = (plan: ModelPlan) => plan.rows.map(row => plan.stateOf(row).kind);

describe('ModelPlan', () => {
  it('picks what can be copied as it stands', () => {
    const plan = make([
      candidate('new'),
      candidate('taken'),
      candidate('old', { already: 'team/old/1' }),
      candidate('broken', {
        problem: { message: 'Cut off.', reason: 'Broken', hint: '' }
      })
    ]);
    expect(kinds(plan)).toEqual(['ready', 'conflict', 'already', 'wrong']);
    expect(plan.picked.map(row => row.name)).toEqual(['new']);
    expect(plan.items).toEqual([
      { id: 'new', path: '/opt/models/new.pkl', name: 'new', version: '1.0.0' }
    ]);
    expect(plan.size).toBe(100);
    expect(plan.freeAfter).toBe(900);
    expect(plan.disabledReason).toBe('');
  });

  it('is open while a picked line is in conflict', () => {
    const plan = make([candidate('taken')]);
    expect(plan.disabledReason).not.toBe('');
    plan.set('taken', { picked: true });
    expect(plan.disabledReason).toContain('has a conflict');
    const state = plan.stateOf(plan.rows[0]);
    expect(state).toEqual({ kind: 'conflict', free: '1.0.1' });
    plan.set('taken', { version: '1.0.1' });
    expect(plan.disabledReason).toBe('');
    plan.set('taken', { version: '1.0.0', name: 'other' });
    expect(plan.disabledReason).toBe('');
  });

  it('believes the scan where the list of models is older', () => {
    const plan = make([candidate('new', { conflict: 'exists' })]);
    expect(kinds(plan)).toEqual(['conflict']);
  });

  it('has no two lines become the same version', () => {
    const plan = make([candidate('a'), candidate('b')]);
    plan.set('b', { name: 'a' });
    expect(kinds(plan)).toEqual(['twice', 'twice']);
    expect(plan.disabledReason).not.toBe('');
    plan.set('a', { picked: false });
    expect(plan.stateOf(plan.rows[1]).kind).toBe('ready');
    expect(plan.disabledReason).toBe('');
  });

  it('says which field is wrong', () => {
    const plan = make([candidate('a')]);
    plan.set('a', { name: '../a' });
    expect(plan.stateOf(plan.rows[0])).toMatchObject({ field: 'name' });
    plan.set('a', { name: 'a', version: '' });
    expect(plan.stateOf(plan.rows[0])).toMatchObject({ field: 'version' });
    expect(plan.disabledReason).not.toBe('');
  });

  it('does not run without the space', () => {
    expect(make([candidate('a')], 99).disabledReason).toContain('free');
    expect(make([candidate('a')], null).disabledReason).toBe('');
    expect(make([candidate('a')], null).freeAfter).toBeNull();
  });

  it('picks all that can be picked, or none', () => {
    const plan = make([
      candidate('a'),
      candidate('b', { already: 'b/1.0.0' }),
      candidate('taken')
    ]);
    plan.pickAll(true);
    expect(plan.picked.map(row => row.name)).toEqual(['a', 'taken']);
    plan.pickAll(false);
    expect(plan.picked).toEqual([]);
    expect(kinds(plan)).toEqual(['left-out', 'already', 'conflict']);
  });

  it('lays a line beside the version that it names', async () => {
    const plan = make([candidate('taken')]);
    plan.set('taken', { name: 'other', version: '2' });
    await plan.compare(plan.rows[0]);
    expect(compare).toHaveBeenCalledWith({
      path: '/opt/models/taken.pkl',
      name: 'other',
      version: '2'
    });
  });

  it('knows the originals of what is on the volume', () => {
    const plan = make([
      candidate('a'),
      candidate('b', { already: 'other/2.0' })
    ]);
    expect(plan.originals).toEqual([
      { path: '/opt/models/b.pkl', name: 'other', version: '2.0' }
    ]);
  });
});
