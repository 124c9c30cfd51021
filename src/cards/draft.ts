import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONObject, JSONValue } from '@lumino/coreutils';
import type { ICardChanges, IModelCard, IVersionDetails } from '../tokens';
import { formatValue } from '../formatting';

/** A part of the card that can be edited. */
export type Field = 'description' | 'tags' | 'metrics' | 'metadata';

/** One name with its value while it is edited. */
export interface IDraftRow {
  /** Tells rows apart while their names are typed. */
  key: number;
  name: string;
  text: string;
  /** How the text is meant: as it stands, or as JSON. */
  kind: 'text' | 'json';
}

/** A part of a card while it is edited. */
export interface IDraft {
  field: Field;
  version: string;
  /** Of the card that it was made from. */
  etag: string;
  /** For the description and the tags. */
  text: string;
  /** For metrics and metadata. */
  rows: ReadonlyArray<IDraftRow>;
}

/** A draft and what somebody else made of the card meanwhile. */
export interface IConflict {
  current: IVersionDetails;
}

/** What is wrong with a draft: words by the key of the row, or for the text. */
export type DraftProblems = ReadonlyMap<number | 'text', string>;

/** Long enough for every name that people read. */
const MAX_NAME = 200;

/**
 * A draft of a part of a card.
 *
 * @param field - the part
 * @param details - the version
 */
export function draftOf(field: Field, details: IVersionDetails): IDraft {
  const { card, record, etag } = details;
  const values: JSONObject | undefined =
    field === 'metrics' || field === 'metadata' ? card?.[field] : undefined;
  return {
    field,
    version: record.version ?? '',
    etag,
    text:
      field === 'description'
        ? (card?.description ?? '')
        : field === 'tags'
          ? (card?.tags ?? []).join(', ')
          : '',
    rows: Object.entries(values ?? {}).map(([name, value], key) => ({
      key,
      name,
      text: typeof value === 'string' ? value : JSON.stringify(value),
      kind: typeof value === 'string' ? 'text' : 'json'
    }))
  };
}

/** A draft with one row more. */
export function withRow(draft: IDraft): IDraft {
  const key = Math.max(-1, ...draft.rows.map(row => row.key)) + 1;
  const kind = draft.field === 'metrics' ? 'json' : 'text';
  return { ...draft, rows: [...draft.rows, { key, name: '', text: '', kind }] };
}

/**
 * What a draft makes of its part of the card.
 *
 * @returns the changes, of use only if there are no problems
 */
export function changesOf(
  draft: IDraft,
  trans: TranslationBundle
): { changes: ICardChanges; problems: DraftProblems } {
  const problems = new Map<number | 'text', string>();
  switch (draft.field) {
    case 'description':
      return { changes: { description: draft.text }, problems };
    case 'tags':
      return { changes: { tags: tagsOf(draft.text) }, problems };
    default:
      break;
  }
  const values: Record<string, JSONValue> = {};
  for (const row of draft.rows) {
    const problem = problemOfRow(draft, row, trans);
    if (problem) {
      problems.set(row.key, problem);
    } else {
      values[row.name.trim()] =
        row.kind === 'text' ? row.text : (JSON.parse(row.text) as JSONValue);
    }
  }
  return {
    changes: { [draft.field]: values },
    problems
  };
}

function tagsOf(text: string): string[] {
  const words = text.split(',').map(word => word.trim());
  return [...new Set(words.filter(Boolean))];
}

function problemOfRow(
  draft: IDraft,
  row: IDraftRow,
  trans: TranslationBundle
): string {
  const name = row.name.trim();
  if (name === '') {
    return trans.__('Enter a name.');
  }
  if (name.length > MAX_NAME) {
    return trans.__('Enter at most %1 characters for the name.', MAX_NAME);
  }
  // JavaScript would take it for something of its own.
  if (name === '__proto__') {
    return trans.__('This name is reserved. Enter a different name.');
  }
  if (draft.rows.some(other => other !== row && other.name.trim() === name)) {
    return trans.__('The name %1 is used twice.', name);
  }
  if (draft.field === 'metrics') {
    return isNumber(row.text)
      ? ''
      : trans.__('Enter a number, for example 0.95 or 1e-3.');
  }
  if (row.kind === 'json' && !isJson(row.text)) {
    return trans.__(
      'Enter valid JSON, for example 0.95, true, ["a", "b"] or {"a": 1}.'
    );
  }
  return '';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isNumber(text: string): boolean {
  return isJson(text) && Number.isFinite(JSON.parse(text));
}

/**
 * A part of a card as lines, to lay two beside each other.
 *
 * @param field - the part
 * @param card - the card, or changes to it
 * @returns one line for each entry, or each line of a text
 */
export function linesOf(
  field: Field,
  card: Partial<Pick<IModelCard, Field>> | null
): string[] {
  const value = card?.[field];
  if (value === undefined) {
    return [];
  }
  if (typeof value === 'string') {
    return value.split('\n');
  }
  return Array.isArray(value)
    ? value
    : Object.entries(value)
        .map(([name, entry]) => `${name}: ${formatValue(entry)}`)
        .sort();
}
