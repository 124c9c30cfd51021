import { frameworkName } from '../modelformats';
import type { IModelFormat, IModelRecord } from '../tokens';

const sortKeys = ['name', 'newest', 'size', 'framework'] as const;

/** What the models can be in the order of. */
export type SortKey = (typeof sortKeys)[number];

/** Whether something that was kept is an order. */
export function isSortKey(value: unknown): value is SortKey {
  return sortKeys.some(key => key === value);
}

/** What the filter looks at, in lower case; made once for a row. */
const texts = new WeakMap<IModelRecord, string>();

function textOf(model: IModelRecord): string {
  let text = texts.get(model);
  if (text === undefined) {
    text = [model.name, ...model.tags, model.text].join('\n').toLowerCase();
    texts.set(model, text);
  }
  return text;
}

/** The words of a filter, each of which has to be found. */
export function wordsOf(filter: string): string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * Whether every word is in a model's name, framework, tags or metadata.
 *
 * @param model - the row of the model
 * @param words - of `wordsOf`
 * @param formats - of the status, which name the frameworks
 */
export function matches(
  model: IModelRecord,
  words: ReadonlyArray<string>,
  formats: ReadonlyArray<IModelFormat> | undefined
): boolean {
  const framework = frameworkName(model.framework, formats).toLowerCase();
  return words.every(
    word => textOf(model).includes(word) || framework.includes(word)
  );
}

const orders: Record<
  Exclude<SortKey, 'name'>,
  (
    one: IModelRecord,
    other: IModelRecord,
    formats: ReadonlyArray<IModelFormat> | undefined
  ) => number
> = {
  newest: (one, other) => timeOf(other) - timeOf(one),
  size: (one, other) => other.size - one.size,
  framework: (one, other, formats) =>
    compare(
      frameworkName(one.framework, formats).toLowerCase(),
      frameworkName(other.framework, formats).toLowerCase()
    )
};

function timeOf(model: IModelRecord): number {
  return (model.created && Date.parse(model.created)) || 0;
}

function compare(one: string, other: string): number {
  // What has none comes last.
  if (one === '' || other === '') {
    return Number(one === '') - Number(other === '');
  }
  return one < other ? -1 : Number(one > other);
}

/**
 * The models to show. Pure.
 *
 * @param models - in the order of their names, as the server half lists them
 * @param filter - what was typed
 * @param sort - the order; models that are equal in it stay in that of names
 * @param formats - of the status, which name the frameworks
 */
export function listModels(
  models: ReadonlyArray<IModelRecord>,
  filter: string,
  sort: SortKey,
  formats?: ReadonlyArray<IModelFormat>
): ReadonlyArray<IModelRecord> {
  const words = wordsOf(filter);
  const found =
    words.length === 0
      ? models
      : models.filter(model => matches(model, words, formats));
  return sort === 'name'
    ? found
    : [...found].sort((one, other) => orders[sort](one, other, formats));
}
