import { nullTranslator } from '@jupyterlab/translation';
import { aStatus } from '../../__tests__/fakes';
import type { IInspection } from '../../tokens';
import { describe as describeFile, riskWords } from '../inspection';

const trans = nullTranslator.load('jupyterlab-kserve');

function found(changes: Partial<IInspection> = {}): IInspection {
  return {
    format: 'joblib',
    framework: { name: 'sklearn', version: '1.5.2' },
    class: 'sklearn.pipeline.Pipeline',
    size: 12,
    features: { count: 4, names: [] },
    libraries: {},
    globals: [],
    risk: 'known',
    complete: true,
    notes: [],
    proposed: { name: 'iris', version: null },
    formats: [],
    ...changes
  };
}

describe('describe', () => {
  it('says all that is known', () => {
    expect(describeFile(found(), aStatus().formats, trans)).toBe(
      'scikit-learn 1.5.2 · Pipeline · joblib file · 4 inputs'
    );
  });

  it('leaves out what is not known', () => {
    const unknown = { framework: null, class: '', format: '', features: null };
    expect(describeFile(found(unknown), [], trans)).toBe('');
    const bare = { ...unknown, format: 'odd' };
    expect(describeFile(found(bare), [], trans)).toBe('odd');
  });
});

describe('riskWords', () => {
  it('lists a few of the names that are not known', () => {
    const globals = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(name => ({
      name,
      risk: 'unknown' as const
    }));
    const { phase, names } = riskWords(
      found({
        risk: 'unknown',
        globals: [{ name: 'fine', risk: 'known' }, ...globals]
      }),
      trans
    );
    expect(phase).toBe('warn');
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e', 'and 2 more']);
  });

  it('is content with what runs nothing', () => {
    const words = riskWords(found({ risk: 'none' }), trans);
    expect(words).toMatchObject({ phase: 'ready', text: '', names: [] });
  });
});
