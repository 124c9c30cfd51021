import type { TranslationBundle } from '@jupyterlab/translation';
import { frameworkName } from '../modelformats';
import type { IInspection, IModelFormat } from '../tokens';

/**
 * A file format as people call it.
 *
 * @param format - as an inspection has it
 */
export function formatName(format: string, trans: TranslationBundle): string {
  const names: Record<string, string> = {
    joblib: trans.__('joblib file'),
    pickle: trans.__('pickle file'),
    xgboost: trans.__('XGBoost model file'),
    bst: trans.__('booster file'),
    onnx: trans.__('ONNX file'),
    keras: trans.__('Keras file'),
    hdf5: trans.__('HDF5 file'),
    pytorch: trans.__('PyTorch file'),
    safetensors: trans.__('safetensors file'),
    pmml: trans.__('PMML file'),
    json: trans.__('JSON file'),
    huggingface: trans.__('Hugging Face folder'),
    mlflow: trans.__('MLflow folder'),
    tensorflow: trans.__('TensorFlow SavedModel'),
    directory: trans.__('folder')
  };
  return names[format] ?? format;
}

/**
 * What a file is, in a few words.
 *
 * @param found - what an inspection found
 * @param formats - of the status
 * @returns for example `scikit-learn 1.5.2 · Pipeline · joblib file`; empty if
 *   nothing is known of it
 */
export function describe(
  { framework, class: name, format, features }: IInspection,
  formats: ReadonlyArray<IModelFormat> | undefined,
  trans: TranslationBundle
): string {
  return [
    framework &&
      [frameworkName(framework, formats), framework.version]
        .filter(Boolean)
        .join(' '),
    name.split('.').pop(),
    format && formatName(format, trans),
    features && trans._n('%1 input', '%1 inputs', features.count)
  ]
    .filter(Boolean)
    .join(' · ');
}

/** So many names of a pickle are listed; more tell nobody anything. */
const MAX_NAMES = 5;

/** What loading would run, in words. */
export interface IRiskWords {
  phase: 'ready' | 'warn' | 'failed';
  title: string;
  /** One sentence: what it means, or what to do. */
  text: string;
  /** Functions and classes that the words are about. */
  names: ReadonlyArray<string>;
}

/**
 * What loading a file would run, in words.
 *
 * @param found - what an inspection found
 */
export function riskWords(
  { risk, format, globals }: IInspection,
  trans: TranslationBundle
): IRiskWords {
  const kind = formatName(format, trans);
  const runs = trans.__('Risk: runs code on load');
  const listed = (wanted: string) => {
    const names = globals
      .filter(entry => entry.risk === wanted)
      .map(({ name }) => name);
    const rest = names.length - MAX_NAMES;
    return rest > 0
      ? [...names.slice(0, MAX_NAMES), trans.__('and %1 more', rest)]
      : names;
  };
  switch (risk) {
    case 'none':
      return {
        phase: 'ready',
        title: trans.__('Loading it does not run code.'),
        text: '',
        names: []
      };
    case 'known':
      return {
        phase: 'warn',
        title: runs,
        text: trans.__(
          'A %1 can run code when it is loaded. This file refers only to code that rebuilds models. For files from other people, prefer ONNX or safetensors.',
          kind
        ),
        names: []
      };
    case 'unknown':
      return {
        phase: 'warn',
        title: runs,
        text: trans.__(
          'The file refers to unknown functions or classes. Load it only if you trust its author.'
        ),
        names: listed('unknown')
      };
    case 'dangerous':
      return {
        phase: 'failed',
        title: trans.__('Dangerous: loading it accesses the system'),
        text: trans.__(
          'Models do not need this code. It runs whenever the model is loaded or served. Saving only copies the file.'
        ),
        names: listed('dangerous')
      };
    case 'not-fully-read':
      return {
        phase: 'warn',
        title: trans.__('Not fully inspected'),
        text: trans.__(
          'The code that runs on load could not be determined. Load the file only if you trust its author.'
        ),
        names: []
      };
  }
}
