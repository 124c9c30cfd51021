import { execFileSync } from 'node:child_process';
import { aService } from '../../__tests__/fakes';
import { addressOf, curlCode, pythonCode } from '../snippets';

const NASTY = 'it\'s "quoted" $HOME `id` \\ ☃';
const body = { instances: [[1.5, true, null, NASTY]] };

it('has the path of the protocol, and an address within the cluster', () => {
  const service = aService({ name: 'churn', namespace: 'ml' });
  expect(addressOf(service, 'v1')).toBe(
    'http://churn-predictor.ml.svc.cluster.local/v1/models/churn:predict'
  );
  expect(addressOf({ ...service, url: 'https://churn.example/' }, 'v2')).toBe(
    'https://churn.example/v2/models/churn/infer'
  );
});

it('gives a shell the request as it is, whatever is in it', () => {
  const code = curlCode('http://x/y', body).replace(/^curl/, 'printf "%s\\n"');
  const lines = execFileSync('sh', ['-c', code], { encoding: 'utf8' });
  expect(JSON.parse(lines.split('\n')[4])).toEqual(body);
});

it('gives Python the request as it is, whatever is in it', () => {
  const code = pythonCode('http://x/y', body)
    .split('\n')
    .filter(line => line.startsWith('request ='))
    .concat('import json; print(json.dumps(request))')
    .join('\n');
  const answer = execFileSync('python3', ['-c', code], { encoding: 'utf8' });
  expect(JSON.parse(answer)).toEqual(body);
});
