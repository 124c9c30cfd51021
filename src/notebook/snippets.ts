import type { JSONValue } from '@lumino/coreutils';
import type { IService, Protocol } from '../tokens';

/**
 * The address that a service answers a protocol's requests at.
 *
 * @param service - the service
 * @param protocol - V1 or V2
 */
export function addressOf(service: IService, protocol: Protocol): string {
  const base =
    service.url ??
    `http://${service.name}-predictor.${service.namespace}.svc.cluster.local`;
  const path =
    protocol === 'v1'
      ? `/v1/models/${service.name}:predict`
      : `/v2/models/${service.name}/infer`;
  return base.replace(/\/+$/, '') + path;
}

/**
 * A request with curl.
 *
 * @param url - the address
 * @param body - the request
 */
export function curlCode(url: string, body: JSONValue): string {
  return [
    'curl -s -H "Content-Type: application/json" \\',
    `  -d ${inShell(JSON.stringify(body))} \\`,
    `  ${inShell(url)}`
  ].join('\n');
}

/**
 * A request with Python.
 *
 * @param url - the address
 * @param body - the request
 */
export function pythonCode(url: string, body: JSONValue): string {
  return [
    'import requests',
    '',
    `request = ${inPython(body)}`,
    'answer = requests.post(',
    `    ${JSON.stringify(url)},`,
    '    json=request,',
    '    timeout=30,',
    ')',
    'answer.raise_for_status()',
    'print(answer.json())'
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
