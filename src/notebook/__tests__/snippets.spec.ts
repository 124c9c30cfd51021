import { execFileSync } from 'node:child_process';
import { aService } from '../../__tests__/fakes';
import { v1 } from '../../protocols/v1';
import { v2 } from '../../protocols/v2';
import { curlCode, pythonCode } from '../snippets';

const NASTY = 'it\'s "quoted" $HOME `id` \\ ☃';
const body = { instances: [[1.5, true, null, NASTY]] };

const call = { service: aService(), protocol: v1, body };

it('has the path of the protocol, and an address within the cluster', () => {
  const service = aService({ name: 'churn', namespace: 'ml' });
  expect(curlCode({ ...call, service })).toContain(
    "'http://churn-predictor.ml.svc.cluster.local/v1/models/churn:predict'"
  );
  const outside = { ...service, url: 'https://churn.example/' };
  expect(pythonCode({ ...call, service: outside, protocol: v2 })).toContain(
    '"https://churn.example/v2/models/churn/infer"'
  );
});

it('shows what is streamed as it arrives', () => {
  const streamed = { ...call, protocol: { ...v1, streams: true } };
  expect(curlCode(streamed)).toContain('curl -sN ');
  expect(curlCode(call)).toContain('curl -s ');
  expect(pythonCode(streamed)).toContain('stream=True');
  expect(pythonCode(call)).not.toContain('stream');
});

it('gives a shell the request as it is, whatever is in it', () => {
  const code = curlCode(call).replace(/^curl/, 'printf "%s\\n"');
  const lines = execFileSync('sh', ['-c', code], { encoding: 'utf8' });
  expect(JSON.parse(lines.split('\n')[4])).toEqual(body);
});

it('gives Python the request as it is, whatever is in it', () => {
  const code = pythonCode(call)
    .split('\n')
    .filter(line => line.startsWith('request ='))
    .concat('import json; print(json.dumps(request))')
    .join('\n');
  const answer = execFileSync('python3', ['-c', code], { encoding: 'utf8' });
  expect(JSON.parse(answer)).toEqual(body);
});
