import type { TranslationBundle } from '@jupyterlab/translation';

/** So much of the cluster's own words fits into a row. */
const MAX_QUOTE = 200;

/**
 * The cluster's own words, on one line and not too long.
 *
 * @param text - any text of the cluster
 */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE - 1)}…` : line;
}

/** What a text of the cluster looks like, and what it means. */
type Meaning = [
  RegExp,
  (match: RegExpExecArray, trans: TranslationBundle) => string
];

const meanings: Meaning[] = [
  [
    /more than one model file is detected/i,
    (_match, trans) =>
      trans.__('the directory holds more than one model file, keep one')
  ],
  [
    /ModuleNotFoundError: No module named '?([\w.]+)/,
    (match, trans) =>
      trans.__('the image of the runtime lacks the module %1', match[1])
  ],
  [
    /PermissionError|Permission denied/,
    (_match, trans) => trans.__('the model server may not read a model file')
  ],
  [
    /NotADirectoryError|not a directory/i,
    (_match, trans) =>
      trans.__('the storageUri names a file, it must be a directory')
  ],
  [
    /subPath[\s\S]*must not contain|must not contain '\.\.'/i,
    (_match, trans) => trans.__('the path of the storageUri leaves the volume')
  ],
  [
    /no model file|FileNotFoundError|No such file or directory/i,
    (_match, trans) =>
      trans.__('there is no model file at the path of the storageUri')
  ],
  [
    /Can't get attribute '([^']+)'/,
    (match, trans) =>
      trans.__('the image of the runtime lacks the code of %1', match[1])
  ],
  [
    /incompatible dtype/,
    (_match, trans) =>
      trans.__(
        'the model does not fit the library versions of the runtime, save it with those'
      )
  ],
  [
    /exceeded quota: ([\w.-]+)/i,
    (match, trans) =>
      trans.__('the quota %1 of the namespace is used up', match[1])
  ],
  [
    /persistentvolumeclaim "([^"]+)" not found/i,
    (match, trans) => trans.__('there is no volume claim %1', match[1])
  ],
  [
    /unbound immediate PersistentVolumeClaims/i,
    (_match, trans) => trans.__('the volume claim is not bound to a volume')
  ],
  [
    /Multi-Attach error/i,
    (_match, trans) =>
      trans.__('the volume is in use on another node (ReadWriteOnce)')
  ],
  [
    /volume node affinity conflict/i,
    (_match, trans) => trans.__('no node with free room can reach the volume')
  ],
  [
    /Insufficient [\w./-]+/,
    (match, trans) =>
      trans.__('no node has enough free %1', insufficient(match.input))
  ],
  [
    /secret "([^"]+)" not found/i,
    (match, trans) => trans.__('there is no secret %1', match[1])
  ],
  [
    /StorageURI not supported/i,
    (_match, trans) => trans.__('KServe does not support this storageUri')
  ],
  [
    /no more than 63 characters|at most 63|63 characters|invalid (?:host|domain) name/i,
    (_match, trans) =>
      trans.__(
        'the name is too long, with “-predictor-” and the namespace it may have 63 characters'
      )
  ]
];

/** Each thing that the scheduler misses, once. */
function insufficient(text: string): string {
  const found = [...text.matchAll(/Insufficient ([\w./-]*\w)/g)];
  return [...new Set(found.map(match => match[1]))].join(', ');
}

/**
 * What a text of the cluster means to the user, in one clause.
 *
 * @param text - a log, a message of an event, of a condition ...
 * @param trans - the translation bundle
 * @returns null for a text that is not known
 */
export function meaningOf(
  text: string,
  trans: TranslationBundle
): string | null {
  for (const [pattern, say] of meanings) {
    const match = pattern.exec(text);
    if (match) {
      return say(match, trans);
    }
  }
  return null;
}

/**
 * What a text of the cluster means, or else the text.
 *
 * @param text - a text of the cluster
 * @param trans - the translation bundle
 */
export function meaningOrQuote(text: string, trans: TranslationBundle): string {
  return meaningOf(text, trans) ?? quote(text);
}
