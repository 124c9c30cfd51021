import type { ProtocolId } from './protocols/types';
import type { IModelFormat, INamedVersion } from './tokens';

/** What is known of a model format beside what the server half tells. */
export interface IFormatTraits {
  /** KServe's name of the format, which is that of the library in a card too. */
  name: string;
  /** The mark in lists; null for the one of any file. */
  icon: 'cube' | 'drop' | 'sklearn' | 'tree' | null;
  /** What its usual server speaks; none for a format that no usual server takes. */
  protocols: ReadonlyArray<ProtocolId>;
  /** Its usual server tells whether it has loaded the model. */
  reportsReady: boolean;
  /** The key of `spec.predictor` that stood for it before there was `model`. */
  legacyKey: string | null;
}

const BOTH = ['v1', 'v2'];

/**
 * What a library needs to be drawn and served: one row each. Its label and the
 * extensions of its files come with the status, from the server half.
 */
const FORMATS: ReadonlyArray<IFormatTraits> = [
  row('sklearn', 'sklearn', BOTH),
  row('xgboost', 'tree', BOTH),
  row('lightgbm', 'tree', BOTH),
  row('catboost', 'tree', [], { reportsReady: false, legacyKey: null }),
  row('onnx', 'cube', ['v2']),
  row('pytorch', 'drop', BOTH),
  row('tensorflow', null, ['v1']),
  row('huggingface', null, BOTH, { reportsReady: false }),
  row('mlflow', null, ['v2'], { legacyKey: null }),
  row('pmml', null, BOTH),
  row('paddle', null, BOTH),
  row('triton', null, ['v2'])
];

/** Most have a server that tells, and a key of their name. */
function row(
  name: string,
  icon: IFormatTraits['icon'],
  protocols: ReadonlyArray<ProtocolId>,
  others: Partial<IFormatTraits> = {}
): IFormatTraits {
  return {
    name,
    icon,
    protocols,
    reportsReady: true,
    legacyKey: name,
    ...others
  };
}

/**
 * What is known of a format.
 *
 * @param name - KServe's name of the format, or that of a library
 * @returns undefined for a format that is not known
 */
export function formatTraits(
  name: string | null | undefined
): IFormatTraits | undefined {
  return FORMATS.find(format => format.name === name);
}

/**
 * The format that a service states in the old way, `predictor.sklearn` for example.
 *
 * @param keys - those of `spec.predictor`
 */
export function legacyFormat(
  keys: ReadonlyArray<string>
): (IFormatTraits & { legacyKey: string }) | undefined {
  return FORMATS.filter(isLegacy).find(({ legacyKey }) =>
    keys.includes(legacyKey)
  );
}

function isLegacy(
  format: IFormatTraits
): format is IFormatTraits & { legacyKey: string } {
  return format.legacyKey !== null;
}

/**
 * The name of a library as people know it.
 *
 * @param framework - as a card has it
 * @param formats - of the status; without them the name in the card will do
 */
export function frameworkName(
  framework: Pick<INamedVersion, 'name'> | null,
  formats: ReadonlyArray<IModelFormat> | undefined
): string {
  const known = formats?.find(format => format.framework === framework?.name);
  return known?.label ?? framework?.name ?? '';
}

/** Extensions of model files that most other files have, too. */
const COMMON = ['.json'];

/**
 * Whether a file's name is that of a model.
 *
 * @param path - any path
 * @param formats - of the status; without them no name is
 */
export function looksLikeModel(
  path: string,
  formats: ReadonlyArray<IModelFormat> | undefined
): boolean {
  const name = path.toLowerCase();
  return (formats ?? [])
    .flatMap(({ extensions }) => extensions)
    .some(extension => !COMMON.includes(extension) && name.endsWith(extension));
}
