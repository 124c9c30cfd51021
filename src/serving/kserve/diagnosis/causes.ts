import type { TranslationBundle } from '@jupyterlab/translation';
import type { IFailure } from '../../types';
import type { clusterExplanations } from './cluster';
import type { modelExplanations } from './model';

/** What kind of thing keeps a service from starting: whatever is explained. */
export type Cause =
  keyof typeof clusterExplanations | keyof typeof modelExplanations;

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

/** What a text of the cluster looks like, what kind it is and what it means. */
type Meaning = [
  RegExp,
  Cause,
  (match: RegExpExecArray, trans: TranslationBundle) => string
];

const meanings: Meaning[] = [
  [
    /more than one model file is detected/i,
    'several-model-files',
    (_match, trans) =>
      trans.__('the directory contains more than one model file, keep only one')
  ],
  [
    /No module named '?numpy\._core|is not a known BitGenerator/,
    'versions',
    (_match, trans) =>
      trans.__(
        'the model was saved with a different NumPy version than the runtime has'
      )
  ],
  [
    /incompatible dtype|unsupported pickle protocol|No module named '?sklearn\./,
    'versions',
    (_match, trans) =>
      trans.__(
        'the model is incompatible with the library versions of the runtime, save it with those versions'
      )
  ],
  [
    /ModuleNotFoundError: No module named '?([\w.]+)/,
    'module-missing',
    (match, trans) =>
      trans.__('the runtime image does not contain the module %1', match[1])
  ],
  [
    /PermissionError|Permission denied/,
    'permission',
    (_match, trans) =>
      trans.__('the model server is not allowed to read a model file')
  ],
  [
    /NotADirectoryError|not a directory/i,
    'not-directory',
    (_match, trans) =>
      trans.__('the storageUri points to a file, it must be a directory')
  ],
  [
    /subPath[\s\S]*must not contain|must not contain '\.\.'/i,
    'path-traversal',
    (_match, trans) =>
      trans.__('the path of the storageUri points outside the volume')
  ],
  [
    /no model file|FileNotFoundError|No such file or directory/i,
    'no-file',
    (_match, trans) => trans.__('the path of the storageUri has no model file')
  ],
  [
    /Can't get attribute '_*__?pyx_\w+'|Can't get attribute '[^']+' on <module '(?:sklearn|numpy)/,
    'versions',
    (_match, trans) =>
      trans.__(
        'the model is incompatible with the library versions of the runtime, save it with those versions'
      )
  ],
  [
    /Can't get attribute '([^']+)'/,
    'code-missing',
    (match, trans) =>
      trans.__('the runtime image does not contain the code of %1', match[1])
  ],
  [
    /exceeded quota: ([\w.-]+)/i,
    'quota',
    (match, trans) =>
      trans.__('the quota %1 of the namespace is exhausted', match[1])
  ],
  [
    /(maximum|minimum) (\S+) usage per (Container|Pod) is (\w+)[.,] but (?:request|limit) is (\w+)/,
    'limit-range',
    ([, edge, resource, , bound, wanted], trans) =>
      edge === 'maximum'
        ? trans.__(
            'the LimitRange allows at most %1 of %2, but %3 is requested',
            bound,
            resource,
            wanted
          )
        : trans.__(
            'the LimitRange requires at least %1 of %2, but %3 is requested',
            bound,
            resource,
            wanted
          )
  ],
  [
    /persistentvolumeclaim "([^"]+)" not found/i,
    'claim-missing',
    (match, trans) => trans.__('the volume claim %1 does not exist', match[1])
  ],
  [
    /unbound immediate PersistentVolumeClaims/i,
    'claim-unbound',
    (_match, trans) => trans.__('the volume claim is not bound to a volume')
  ],
  [
    /Multi-Attach error/i,
    'volume-elsewhere',
    (_match, trans) =>
      trans.__('the volume is in use on another node (ReadWriteOnce)')
  ],
  [
    /volume node affinity conflict/i,
    'unschedulable',
    (_match, trans) =>
      trans.__('no node with enough free resources can mount the volume')
  ],
  [
    /Insufficient [\w./-]+/,
    'unschedulable',
    (match, trans) =>
      trans.__('no node has enough free %1', insufficient(match.input))
  ],
  [
    /\d+ node\(s\) (?:didn't match|had untolerated taint)/,
    'unschedulable',
    (_match, trans) => trans.__('no node accepts the pod')
  ],
  [
    /(secret|configmap) "([^"]+)" not found/i,
    'secret-missing',
    (match, trans) => trans.__('the %1 %2 does not exist', match[1], match[2])
  ],
  [
    /violates PodSecurity|security context constraint/i,
    'pod-security',
    (_match, trans) =>
      trans.__('the security policy of the namespace rejects the pod')
  ],
  [
    /admission webhook "[^"]*" denied the request:? ?([\s\S]*)/,
    'webhook',
    (match, trans) =>
      trans.__(
        'a policy of the cluster rejects the service: %1',
        quote(match[1])
      )
  ],
  [
    /Unable to fetch image "([^"]+)"/,
    'image',
    (match, trans) => trans.__('the image %1 cannot be pulled', match[1])
  ],
  [
    /StorageURI not supported/i,
    'uri',
    (_match, trans) => trans.__('KServe does not support this storageUri')
  ],
  [
    /no more than 63 characters|at most 63|63 characters|invalid (?:host|domain) name/i,
    'name',
    (_match, trans) =>
      trans.__(
        'the name is too long, with “-predictor-” and the namespace it must not exceed 63 characters'
      )
  ]
];

/** Each thing that the scheduler misses, once. */
function insufficient(text: string): string {
  const found = [...text.matchAll(/Insufficient ([\w./-]*\w)/g)];
  return [...new Set(found.map(match => match[1]))].join(', ');
}

/**
 * What a text of the cluster means to the user.
 *
 * @param text - a log, a message of an event, of a condition ...
 * @returns its kind and one clause; null for a text that is not known
 */
export function diagnose(
  text: string,
  trans: TranslationBundle
): Pick<IFailure, 'cause' | 'words'> | null {
  for (const [pattern, cause, say] of meanings) {
    const match = pattern.exec(text);
    if (match) {
      return { cause, words: say(match, trans) };
    }
  }
  return null;
}

/**
 * A failure that a text of the cluster tells of, in words where it is known,
 * else in its own.
 *
 * @param text - a text of the cluster
 * @param source - where it stands
 * @param cause - what it is when the text itself does not tell
 */
export function failureOf(
  text: string,
  source: IFailure['source'],
  trans: TranslationBundle,
  cause: Cause = 'unclear'
): IFailure {
  return {
    cause,
    words: quote(text),
    ...diagnose(text, trans),
    evidence: text.trim(),
    source
  };
}
