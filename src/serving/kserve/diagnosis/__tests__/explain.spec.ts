import { nullTranslator } from '@jupyterlab/translation';
import { clusterExplanations } from '../cluster';
import { explainFailure } from '../explain';
import { detailsOf } from '../../operations/details';
import { modelExplanations } from '../model';
import type { IFailureFacts } from '../../../servicetypes';
import type { IFailure, IService } from '../../../types';
import type { Cause } from '../causes';
import { versionSkew } from '../versionskew';
import { aService } from '../../__tests__/objects';

const trans = nullTranslator.load('jupyterlab-kserve');

function facts(
  failure: Partial<IFailure>,
  changes: Partial<IFailureFacts> = {}
): IFailureFacts {
  const status = {
    phase: 'failed' as const,
    label: trans.__('Cannot start'),
    detail: '',
    since: null,
    failure: {
      cause: 'unclear' as const,
      words: 'its words',
      evidence: 'the cluster’s own words',
      source: 'pod' as const,
      container: { pod: 'p', name: 'kserve-container', previous: true },
      ...failure
    }
  };
  const service: IService = {
    target: 'cluster',
    name: 'anomaly',
    namespace: 'demo',
    model: { name: 'anomaly', version: '2.0.0' },
    storageUri: 'pvc://model-storage-pvc/anomaly/2.0.0',
    runtime: 'sklearn-pvc-runtime',
    protocols: ['v1'],
    status,
    created: null,
    url: null
  };
  const object = aService({
    model: { resources: { limits: { memory: '512Mi' } } }
  });
  return {
    service,
    details: detailsOf(object, [], status, trans),
    root: '/mnt/models',
    libraries: {},
    files: null,
    log: '',
    ...changes
  };
}

const causes = Object.keys({
  ...modelExplanations,
  ...clusterExplanations
}) as Cause[];

describe('explainFailure()', () => {
  it.each(causes)('says of %s what happened and what to do', cause => {
    const explained = explainFailure(facts({ cause }), trans)!;
    for (const text of [explained.title, explained.cause, explained.advice]) {
      expect(text).not.toMatch(/%\d/);
      expect(text.length).toBeGreaterThan(10);
    }
    expect(explained.evidence).toBe('the cluster’s own words');
  });

  it('has nothing to say of what runs', () => {
    const asked = facts({});
    delete asked.service.status.failure;
    expect(explainFailure(asked, trans)).toBeNull();
  });

  it('offers a version with one of several files, of a model on the volume', () => {
    const files = ['copy.pkl', 'model.joblib', 'notes.txt'];
    const { remedies } = explainFailure(
      facts({ cause: 'several-model-files' }, { files }),
      trans
    )!;
    expect(remedies[0]).toMatchObject({
      kind: 'one-file',
      files: ['copy.pkl', 'model.joblib']
    });
    const elsewhere = facts({ cause: 'several-model-files' }, { files });
    elsewhere.service.model = null;
    expect(
      explainFailure(elsewhere, trans)!.remedies.map(({ kind }) => kind)
    ).not.toContain('one-file');
  });

  it('offers to open the files of a version for reading, not those of others', () => {
    const asked = facts({ cause: 'permission' });
    const kinds = () =>
      explainFailure(asked, trans)!.remedies.map(({ kind }) => kind);
    expect(kinds()[0]).toBe('permissions');
    asked.service.model = null;
    expect(kinds()).not.toContain('permissions');
  });

  it('names the model files that the server found', () => {
    const evidence =
      "RuntimeError: More than one model file is detected, Only one is allowed within model_dir: [PosixPath('/mnt/models/model.joblib'), PosixPath('/mnt/models/copy.pkl')]";
    const { found, remedies } = explainFailure(
      facts({ cause: 'several-model-files', evidence }),
      trans
    )!;
    expect(found).toEqual([
      '/mnt/models/anomaly/2.0.0',
      'model.joblib',
      'copy.pkl'
    ]);
    expect(remedies.map(({ kind }) => kind)).toEqual([
      'version',
      'copy',
      'log'
    ]);
  });

  it('takes them from the volume where the server does not say', () => {
    const files = ['README.md', 'a.pkl', 'b.pkl'];
    const { found } = explainFailure(
      facts({ cause: 'several-model-files' }, { files }),
      trans
    )!;
    expect(found.slice(1)).toEqual(['a.pkl', 'b.pkl']);
  });

  it('has the numbers of versions that differ, and what to install', () => {
    const log =
      'InconsistentVersionWarning: Trying to unpickle estimator IsolationForest from version 1.9.1 when using version 1.5.2.';
    const explained = explainFailure(
      facts({ cause: 'crash' }, { log }),
      trans
    )!;
    expect(explained.found).toEqual([
      'scikit-learn: saved with 1.9.1, the model server has 1.5.2'
    ]);
    expect(explained.remedies[0]).toMatchObject({
      kind: 'copy',
      text: 'pip install "scikit-learn==1.5.2"'
    });
  });

  it('goes back to what served before, first of all', () => {
    const asked = facts({ cause: 'no-file' });
    asked.details.previousUri = 'pvc://model-storage-pvc/anomaly/1.0.0';
    expect(explainFailure(asked, trans)!.remedies[0]).toEqual({
      kind: 'change',
      label: trans.__('Roll back to %1', '1.0.0'),
      change: { storageUri: 'pvc://model-storage-pvc/anomaly/1.0.0' }
    });
  });

  it('proposes the directory of a file, where it has one', () => {
    const asked = facts({ cause: 'not-directory' });
    asked.service.storageUri = 'pvc://c/anomaly/1/model.pkl';
    expect(explainFailure(asked, trans)!.remedies[0]).toMatchObject({
      change: { storageUri: 'pvc://c/anomaly/1' }
    });
    asked.service.storageUri = 'pvc://c/model.pkl';
    expect(explainFailure(asked, trans)!.remedies[0].kind).toBe('version');
  });

  it('proposes twice the memory', () => {
    expect(
      explainFailure(facts({ cause: 'memory' }), trans)!.remedies[0]
    ).toMatchObject({
      change: { memory: '1024Mi' }
    });
  });
});

describe('versionSkew()', () => {
  it.each([
    [
      "No module named 'numpy._core'",
      { numpy: '2.1.0' },
      [{ library: 'numpy', saved: '2.1.0', loaded: '1' }]
    ],
    ['PCG64 is not a known BitGenerator module', {}, []],
    [
      'node array has an incompatible dtype',
      { 'scikit-learn': '1.3.2' },
      [{ library: 'scikit-learn', saved: '1.3.2', loaded: null }]
    ],
    ['KeyError: 1', { numpy: '2.1.0' }, []]
  ])('reads %s', (text, saved: object, skew) => {
    expect(versionSkew(text, saved as Record<string, string>)).toEqual(skew);
  });
});
