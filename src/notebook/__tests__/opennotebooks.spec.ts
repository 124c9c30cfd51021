import { candidatesFor, mentions } from '../opennotebooks';

it.each([
  ['a/b.ipynb', '/srv/work', ['a/b.ipynb']],
  ['/srv/work/a/b.ipynb', '/srv/work', ['a/b.ipynb']],
  ['/srv/work/a/b.ipynb', '/srv/work/', ['a/b.ipynb']],
  ['/srv/worker/b.ipynb', '/srv/work', []],
  ['/home/me/work/b.ipynb', '~/work', ['b.ipynb']],
  [
    '/opt/app-root/src/a/b.ipynb',
    '~',
    ['app-root/src/a/b.ipynb', 'src/a/b.ipynb', 'a/b.ipynb', 'b.ipynb']
  ]
])('%p below %p may be %p', (path, root, found) => {
  expect(candidatesFor(path, root)).toEqual(found);
});

it.each([
  ['load_model_from_pvc("churn")', true],
  ['uri = "pvc://claim/churn/1.0.0"', true],
  ['This is about churn.', true],
  ['churn', true],
  ['churn-eu', false],
  ['my_churn', false],
  ['churn.csv', false],
  ['churned churn', true],
  ['', false]
])('%p names churn: %p', (text, named) => {
  expect(mentions(text, 'churn')).toBe(named);
});
