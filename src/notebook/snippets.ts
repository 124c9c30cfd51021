import type { JSONValue } from '@lumino/coreutils';
import type { IInferenceProtocol } from '../protocols/types';
import type { IService } from '../tokens';

/** A request to a service, to be written as code. */
export interface ICall {
  service: IService;
  protocol: IInferenceProtocol;
  body: JSONValue;
}

/** The address that a service answers the requests of a protocol at. */
function addressOf({ service, protocol }: ICall): string {
  const base =
    service.url ??
    `http://${service.name}-predictor.${service.namespace}.svc.cluster.local`;
  return base.replace(/\/+$/, '') + protocol.predictPath(service.name);
}

/**
 * A request with curl.
 *
 * @param call - what is asked of which service
 */
export function curlCode(call: ICall): string {
  // Without -N curl shows nothing before its buffer is full.
  const options = call.protocol.streams ? '-sN' : '-s';
  return [
    `curl ${options} -H "Content-Type: application/json" \\`,
    `  -d ${inShell(JSON.stringify(call.body))} \\`,
    `  ${inShell(addressOf(call))}`
  ].join('\n');
}

/**
 * A request with Python.
 *
 * @param call - what is asked of which service
 */
export function pythonCode(call: ICall): string {
  const { streams } = call.protocol;
  return [
    'import requests',
    '',
    `request = ${inPython(call.body)}`,
    'answer = requests.post(',
    `    ${JSON.stringify(addressOf(call))},`,
    '    json=request,',
    ...(streams ? ['    stream=True,'] : []),
    '    timeout=30,',
    ')',
    'answer.raise_for_status()',
    ...(streams
      ? [
          'for line in answer.iter_lines(decode_unicode=True):',
          '    print(line)'
        ]
      : ['print(answer.json())'])
  ].join('\n');
}

/** A text as a POSIX shell takes it, whatever is in it. */
function inShell(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}

/** A value as Python writes it. */
function inPython(value: JSONValue): string {
  if (value === null) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (Array.isArray(value)) {
    return `[${value.map(inPython).join(', ')}]`;
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(
      ([name, entry]) => `${JSON.stringify(name)}: ${inPython(entry ?? null)}`
    );
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value);
}
