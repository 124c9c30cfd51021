import {
  formatTraits,
  frameworkName,
  legacyFormat,
  looksLikeModel
} from '../modelformats';
import { aStatus } from './fakes';

const { formats } = aStatus();

describe('the table of formats', () => {
  it.each([
    ['sklearn', ['v1', 'v2'], true],
    ['onnx', ['v2'], true],
    ['tensorflow', ['v1'], true],
    ['huggingface', ['v1', 'v2'], false],
    ['catboost', [], false]
  ])('knows the usual server of %s', (name, protocols, reportsReady) => {
    expect(formatTraits(name)).toMatchObject({ protocols, reportsReady });
  });

  it('knows nothing of others', () => {
    expect(formatTraits('fortran')).toBeUndefined();
    expect(formatTraits(null)).toBeUndefined();
  });

  it('knows the keys that a predictor had', () => {
    expect(legacyFormat(['minReplicas', 'sklearn'])?.name).toBe('sklearn');
    // These came after `model`, and are no fields of a predictor.
    expect(legacyFormat(['mlflow', 'catboost'])).toBeUndefined();
    expect(legacyFormat([])).toBeUndefined();
  });
});

describe('frameworkName()', () => {
  it('is the label that the server half has', () => {
    expect(frameworkName({ name: 'sklearn' }, formats)).toBe('scikit-learn');
    expect(frameworkName({ name: 'catboost' }, formats)).toBe('CatBoost');
  });

  it('is the name in the card where there is no label', () => {
    expect(frameworkName({ name: 'fortran' }, formats)).toBe('fortran');
    expect(frameworkName({ name: 'sklearn' }, undefined)).toBe('sklearn');
    expect(frameworkName(null, formats)).toBe('');
  });
});

describe('looksLikeModel()', () => {
  it.each([
    ['a/b.JOBLIB', true],
    ['a/b.cbm', true],
    ['a/b.ipynb', false],
    ['a/joblib', false],
    // Some models are JSON, but most JSON is no model.
    ['a/b.json', false]
  ])('tells of %s', (path, expected) => {
    expect(looksLikeModel(path, formats)).toBe(expected);
  });

  it('knows no extensions before the server half has told them', () => {
    expect(looksLikeModel('a/b.joblib', undefined)).toBe(false);
  });
});
