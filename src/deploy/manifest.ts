import type { TranslationBundle } from '@jupyterlab/translation';
import {
  Document,
  isCollection,
  isScalar,
  LineCounter,
  parseAllDocuments,
  stringify,
  visit,
  type ParsedNode
} from 'yaml';
import type { IKubernetesObject, IManifest } from '../tokens';

/** An object of the kinds here has a few kB. */
const MAX_LENGTH = 64 * 1024;

/** Deeper than any field of these kinds. */
const MAX_DEPTH = 40;

/** The kinds that a manifest may have, with the API they are of. */
const KINDS: Record<string, string> = {
  InferenceService: 'serving.kserve.io/v1beta1',
  ServingRuntime: 'serving.kserve.io/v1alpha1'
};

/** What is wrong with a text, and where. */
export class ManifestError extends Error {
  /**
   * @param message - words for the user
   * @param line - from 1 on; null for the whole
   */
  constructor(
    message: string,
    readonly line: number | null = null
  ) {
    super(message);
  }
}

/**
 * The YAML of a manifest.
 *
 * @param manifest - the objects
 */
export function manifestText({ service, runtime }: IManifest): string {
  return (runtime ? [runtime, service] : [service])
    .map(object => stringify(object, { lineWidth: 0 }))
    .join('---\n');
}

/**
 * The manifest that a text has. Only one InferenceService of a namespace, and at
 * most one ServingRuntime; no aliases, no tags.
 *
 * @param text - YAML, or JSON
 * @param namespace - the only one that may be named; null when it is not known
 * @throws ManifestError
 */
export function parseManifest(
  text: string,
  namespace: string | null,
  trans: TranslationBundle
): IManifest {
  const objects = documentsOf(text, trans).map(({ document, line }) => {
    const object = document.toJS({ maxAliasCount: 0 }) as IKubernetesObject;
    const problem = objectProblem(object, namespace, trans);
    if (problem) {
      throw new ManifestError(problem, line);
    }
    return object;
  });
  const of = (kind: string) => objects.filter(object => object.kind === kind);
  const services = of('InferenceService');
  const runtimes = of('ServingRuntime');
  if (services.length !== 1 || runtimes.length > 1) {
    throw new ManifestError(
      trans.__(
        'The YAML must contain exactly one InferenceService and at most one ServingRuntime.'
      )
    );
  }
  return { service: services[0], runtime: runtimes[0] ?? null };
}

function documentsOf(text: string, trans: TranslationBundle) {
  if (text.length > MAX_LENGTH) {
    throw new ManifestError(
      trans.__(
        'The YAML is too long. At most %1 characters are allowed.',
        MAX_LENGTH
      )
    );
  }
  const lines = new LineCounter();
  const lineAt = (offset: number) => lines.linePos(offset).line;
  let documents: ReturnType<typeof parseAllDocuments>;
  try {
    documents = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false
    });
  } catch {
    // Thousands of brackets: the parser has run out of its stack.
    throw new ManifestError(trans.__('The YAML is nested too deeply.'));
  }
  return [...documents]
    .filter(({ contents, errors }) => contents !== null || errors.length > 0)
    .map(document => {
      const [error] = [...document.errors, ...document.warnings];
      if (error) {
        throw new ManifestError(error.message, lineAt(error.pos[0]));
      }
      forbid(document, lineAt, trans);
      const offset = document.contents?.range?.[0] ?? 0;
      return { document, line: lineAt(offset) };
    });
}

/** Aliases can make a small text a huge one; tags can make it anything. */
function forbid(
  document: Document,
  lineAt: (offset: number) => number,
  trans: TranslationBundle
): void {
  const refuse = (node: unknown, message: string) => {
    const { range } = node as ParsedNode;
    throw new ManifestError(message, range ? lineAt(range[0]) : null);
  };
  visit(document, {
    Alias: (_key, node) =>
      refuse(node, trans.__('YAML aliases are not supported.')),
    Node: (_key, node, parents) => {
      if ('anchor' in node && node.anchor) {
        refuse(node, trans.__('YAML anchors are not supported.'));
      }
      if (node.tag && (isCollection(node) || isScalar(node))) {
        refuse(node, trans.__('YAML tags are not supported.'));
      }
      if (parents.filter(isCollection).length > MAX_DEPTH) {
        refuse(node, trans.__('The YAML is nested too deeply.'));
      }
    },
    Pair: (_key, { key }) => {
      if (!isScalar(key) || typeof key.value !== 'string') {
        refuse(key, trans.__('Every key must be a string.'));
      } else if (key.value === '__proto__') {
        refuse(key, trans.__('“%1” is not a valid key.', key.value));
      }
    }
  });
}

function objectProblem(
  object: unknown,
  namespace: string | null,
  trans: TranslationBundle
): string | null {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    return trans.__('This is not a Kubernetes object.');
  }
  const { apiVersion, kind, metadata, spec } = object as Record<
    string,
    unknown
  >;
  const expected = Object.hasOwn(KINDS, String(kind))
    ? KINDS[String(kind)]
    : null;
  if (expected === null) {
    return trans.__(
      'The kind “%1” is not supported. Use only InferenceService and ServingRuntime.',
      textOf(kind)
    );
  }
  if (apiVersion !== expected) {
    return trans.__('The apiVersion of %1 must be %2.', String(kind), expected);
  }
  if (!isRecord(metadata) || typeof metadata.name !== 'string') {
    return trans.__('%1 is missing metadata.name.', String(kind));
  }
  const given = metadata.namespace ?? namespace;
  if (namespace !== null && given !== namespace) {
    return trans.__(
      'The namespace must be %1, not “%2”.',
      namespace,
      textOf(given)
    );
  }
  if (!isRecord(spec)) {
    return trans.__('%1 is missing spec.', String(kind));
  }
  return kind === 'InferenceService' ? predictorProblem(spec, trans) : null;
}

/** What the form looks into must have the shape that it expects. */
function predictorProblem(
  { predictor }: Record<string, unknown>,
  trans: TranslationBundle
): string | null {
  if (!isRecord(predictor)) {
    return trans.__('InferenceService is missing spec.predictor.');
  }
  const model = predictor.model ?? {};
  const resources = isRecord(model) ? (model.resources ?? {}) : {};
  const shapes: [string, boolean][] = [
    ['model', isRecord(model)],
    ['model.resources', isRecord(resources)],
    ...(isRecord(model)
      ? ([
          ['model.modelFormat', isRecord(model.modelFormat ?? {})],
          ['model.env', areRecords(model.env ?? [])]
        ] as [string, boolean][])
      : []),
    ...(isRecord(resources)
      ? ([
          ['model.resources.requests', isRecord(resources.requests ?? {})],
          ['model.resources.limits', isRecord(resources.limits ?? {})]
        ] as [string, boolean][])
      : [])
  ];
  const wrong = shapes.find(([, right]) => !right);
  return wrong
    ? trans.__('spec.predictor.%1 has the wrong type.', wrong[0])
    : null;
}

/** A value as it stands in a message. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

/**
 * Whether a value is an object with keys.
 *
 * @param value - any value
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areRecords(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRecord);
}
