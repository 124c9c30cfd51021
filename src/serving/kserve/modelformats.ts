import type { IServingRuntime } from './kservetypes';
import type { Protocol } from '../types';

/**
 * What the usual server of a model format speaks, by KServe's name of the
 * format. For runtimes that do not say.
 */
const usual: Record<string, Protocol[]> = {
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
 * @returns both protocols for a format that is not known: each is worth a try
 */
export function usualProtocols(format: string): Protocol[] {
  return usual[format] ?? ['v1', 'v2'];
}

/**
 * What a runtime speaks over REST.
 *
 * @param runtime - the runtime
 * @param format - for a runtime that does not say
 */
export function protocolsOf(
  runtime: IServingRuntime,
  format: string
): Protocol[] {
  const versions = runtime.spec?.protocolVersions ?? [];
  const spoken = (['v1', 'v2'] as const).filter(protocol =>
    versions.includes(protocol)
  );
  // It says nothing, or has only gRPC: what is usual is worth a try.
  return spoken.length > 0 ? spoken : usualProtocols(format);
}
