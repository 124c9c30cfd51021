/** A library in one version where the model was saved, in another where it is loaded. */
export interface ISkew {
  library: string;
  /** Null when it is not known. */
  saved: string | null;
  /** A version, or as much of it as is known: `1` for any numpy 1. */
  loaded: string | null;
}

/** What scikit-learn warns of before it fails, or does not. */
const WARNING =
  /Trying to unpickle estimator \S+ from version (\d[\w.]*\w) when using version (\d[\w.]*\w)/;

/** numpy 2 has moved what numpy 1 looks for, and the other way about. */
const NUMPY_2_SAVED = /No module named '?numpy\._core/;
const NUMPY_OTHER = /is not a known BitGenerator/;

const OTHER_SKLEARN =
  /incompatible dtype|No module named '?sklearn\.|on <module 'sklearn/;

/**
 * Which libraries differ between where a model was saved and where it is
 * loaded, as its log tells. Pure.
 *
 * @param text - the log, or its end
 * @param saved - versions from the model's card, by the names that pip has
 */
export function versionSkew(
  text: string,
  saved: Record<string, string>
): ISkew[] {
  const found: ISkew[] = [];
  const warning = WARNING.exec(text);
  if (warning || OTHER_SKLEARN.test(text)) {
    found.push({
      library: 'scikit-learn',
      saved: warning?.[1] ?? saved['scikit-learn'] ?? null,
      loaded: warning?.[2] ?? null
    });
  }
  if (NUMPY_2_SAVED.test(text) || NUMPY_OTHER.test(text)) {
    found.push({
      library: 'numpy',
      saved: saved.numpy ?? (NUMPY_2_SAVED.test(text) ? '2' : null),
      loaded: NUMPY_2_SAVED.test(text) ? '1' : null
    });
  }
  return found.filter(skew => skew.saved !== skew.loaded);
}
