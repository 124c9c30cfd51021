import { nullTranslator } from '@jupyterlab/translation';
import {
  nameProblem,
  proposeName,
  proposeVersion,
  readMetrics,
  versionProblem
} from '../proposal';

const trans = nullTranslator.load('jupyterlab-kserve');

describe('proposeName', () => {
  it.each([
    ['isolation_forest.joblib', 'isolation_forest'],
    ['work/anomaly detector (2).pkl', 'anomaly-detector-2'],
    ['work/churn/v1/model.pkl', 'churn'],
    ['churn-v1.2.0.joblib', 'churn'],
    ['churn_v2.pkl', 'churn'],
    ['models:iris/1.0.0/model.joblib', 'iris'],
    ['ümläut/模型.pkl', 'ml-ut'],
    ['模型.pkl', 'model'],
    ['a..b.pkl', 'a.b'],
    [`${'x'.repeat(100)}.pkl`, 'x'.repeat(63)]
  ])('makes of %s %s', (path, name) => {
    expect(proposeName(path)).toBe(name);
    expect(nameProblem(name, trans)).toBeNull();
  });
});

describe('nameProblem and versionProblem', () => {
  it.each(['', '-a', 'a-', 'a b', 'a/b', 'a..b', 'ü', 'a+b', 'x'.repeat(64)])(
    'refuses the name “%s”',
    name => expect(nameProblem(name, trans)).not.toBeNull()
  );
  it.each(['', '.1', '1/2', '1..2', 'unversioned', '../1'])(
    'refuses the version “%s”',
    version => expect(versionProblem(version, trans)).not.toBeNull()
  );
  it.each(['1', '1.0.0', 'v2', '1.0.0+cu12', '2025-11-07'])(
    'takes the version “%s”',
    version => expect(versionProblem(version, trans)).toBeNull()
  );
});

describe('proposeVersion', () => {
  it('begins with 1, or with what the file says', () => {
    expect(proposeVersion([])).toEqual({ version: '1', steps: [] });
    expect(proposeVersion([], '1.2.0').version).toBe('1.2.0');
  });

  it('counts whole numbers on', () => {
    expect(proposeVersion(['2', '10', '1.0.0']).version).toBe('11');
    expect(proposeVersion(['unversioned']).version).toBe('1');
  });

  it('gives steps after three numbers, past what is there', () => {
    const { version, steps } = proposeVersion(['1.2.0', '1.1.0', '1.3.0']);
    expect(steps.map(step => step.version)).toEqual([
      '1.2.1',
      '1.4.0',
      '2.0.0'
    ]);
    expect(version).toBe('1.4.0');
    expect(proposeVersion(['v1.2.3']).version).toBe('v1.3.0');
  });

  it('does not propose what the file says if that is taken', () => {
    expect(proposeVersion(['1.2.0'], '1.2.0').version).toBe('1.3.0');
  });
});

describe('readMetrics', () => {
  it('reads numbers and leaves empty lines out', () => {
    expect(
      readMetrics(
        [
          { name: ' f1 ', value: ' 0.92 ' },
          { name: 'recall', value: '' },
          { name: '', value: '' }
        ],
        trans
      )
    ).toEqual({ metrics: { f1: 0.92 }, problem: null });
  });

  it.each([
    [[{ name: '', value: '1' }]],
    [[{ name: 'f1', value: '0,9' }]],
    [[{ name: 'f1', value: 'Infinity' }]],
    [
      [
        { name: 'f1', value: '1' },
        { name: 'f1', value: '2' }
      ]
    ]
  ])('says what is wrong with %j', lines => {
    expect(readMetrics(lines, trans).problem).not.toBeNull();
  });
});
