/** How the server half calls the version of files that have none. */
export const UNVERSIONED = 'unversioned';

/** A string as Python writes it. */
function quoted(text: string): string {
  // JSON's escapes are all Python's too.
  return JSON.stringify(text);
}

/**
 * What a notebook runs to load a model.
 *
 * @param name - the model
 * @param version - one of its versions; null for the newest
 * @returns Python
 */
export function loadCode(name: string, version: string | null): string {
  const which =
    version === null || version === UNVERSIONED
      ? ''
      : `, version=${quoted(version)}`;
  return [
    'from model_storage_helpers import load_model_from_pvc',
    '',
    `model = load_model_from_pvc(${quoted(name)}${which})`
  ].join('\n');
}

/**
 * What a notebook runs to save a model.
 *
 * @param variable - what holds the model
 * @param name - the model
 * @param version - its new version
 * @returns Python
 */
export function saveCode(
  variable: string,
  name: string,
  version: string
): string {
  const metadata = `{"version": ${quoted(version)}}`;
  return [
    'from model_storage_helpers import save_model_to_pvc',
    '',
    `save_model_to_pvc(${variable}, ${quoted(name)}, metadata=${metadata})`
  ].join('\n');
}
