import type { ProtocolId } from '../../protocols/types';

/**
 * What the usual server of a model format speaks, by KServe's name of the
 * format. For runtimes that do not say.
 */
const usual: Record<string, ProtocolId[]> = {
  sklearn: ['v1', 'v2'],
  xgboost: ['v1', 'v2'],
  lightgbm: ['v1', 'v2'],
  pmml: ['v1', 'v2'],
  paddle: ['v1', 'v2'],
  huggingface: ['v1', 'v2'],
  mlflow: ['v2'],
  onnx: ['v2'],
  pytorch: ['v1', 'v2'],
  tensorflow: ['v1'],
  triton: ['v2']
};

/**
 * What the usual server of a format speaks.
 *
 * @param format - KServe's name of the format, e.g. `sklearn`
 * @returns none for a format that is not known
 */
export function usualProtocols(format: string): ProtocolId[] {
  return usual[format] ?? [];
}
