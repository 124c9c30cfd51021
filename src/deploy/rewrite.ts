import {
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  parseAllDocuments,
  type Document,
  type ParsedNode
} from 'yaml';
import type { IManifest } from '../tokens';
import { isRecord, manifestText } from './manifest';

/**
 * The text with another manifest in it. Comments and the order of the lines
 * stay where what they are about stays.
 *
 * @param text - a text that `parseManifest` takes
 * @param manifest - what it has to say
 */
export function rewrite(text: string, manifest: IManifest): string {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) {
    return manifestText(manifest);
  }
  const filled = documents.filter(({ contents }) => contents !== null);
  const wanted: Record<string, object | null> = {
    InferenceService: manifest.service,
    ServingRuntime: manifest.runtime
  };
  const kinds = filled.map(document => String(document.get('kind')));
  const missing = Object.keys(wanted).some(
    kind => wanted[kind] && !kinds.includes(kind)
  );
  if (missing) {
    return manifestText(manifest);
  }
  return filled
    .flatMap((document, index) => {
      const object = wanted[kinds[index]];
      if (!object) {
        return [];
      }
      update(document, [], object);
      return document.toString({ lineWidth: 0, directives: false });
    })
    .join('---\n');
}

/**
 * The line on which a path stands.
 *
 * @param text - a YAML text of one or more documents
 * @param path - e.g. `spec.predictor.minReplicas`
 * @returns from 1 on; of the nearest part above that there is; null for none
 */
export function lineOf(text: string, path: string): number | null {
  const lines = new LineCounter();
  const keys = path.split(/[.[\]]+/).filter(Boolean);
  const documents = parseAllDocuments(text, { lineCounter: lines });
  const service = [...documents].find(
    document => document.get('kind') === 'InferenceService'
  );
  let node: unknown = service?.contents;
  let offset: number | null = null;
  for (const key of keys) {
    if (!isMap(node)) {
      break;
    }
    const pair = node.items.find(
      ({ key: name }) => isScalar(name) && name.value === key
    );
    if (!pair) {
      break;
    }
    offset = (pair.key as ParsedNode).range[0];
    node = pair.value;
  }
  return offset === null ? null : lines.linePos(offset).line;
}

/** Change what is another value; leave the rest, with its comments. */
function update(document: Document, path: string[], wanted: unknown): void {
  const node: unknown = path.length
    ? document.getIn(path, true)
    : document.contents;
  if (!isMap(node) || !isRecord(wanted)) {
    const before: unknown = isCollection(node)
      ? node.toJS(document)
      : isScalar(node)
        ? node.value
        : undefined;
    if (JSON.stringify(before) !== JSON.stringify(wanted)) {
      if (isScalar(node) && !isRecord(wanted) && !Array.isArray(wanted)) {
        node.value = wanted;
      } else {
        document.setIn(path, document.createNode(wanted));
      }
    }
    return;
  }
  const keys = node.items.map(({ key }) =>
    String((key as ParsedNode).toJSON())
  );
  for (const key of keys) {
    if (wanted[key] === undefined) {
      document.deleteIn([...path, key]);
    }
  }
  for (const [key, value] of Object.entries(wanted)) {
    if (value !== undefined) {
      update(document, [...path, key], value);
    }
  }
}
