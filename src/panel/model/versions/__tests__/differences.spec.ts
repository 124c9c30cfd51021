import { groupsOf } from '../differences';

it('puts what people look at first at the top, and the rest as it comes', () => {
  const differences = [
    'format',
    'files.x',
    'libraries.a',
    'metrics.b',
    'metrics.a.c'
  ].map(path => ({ path, one: 1, other: 2 }));
  expect(
    groupsOf(differences).map(group => [
      group.field,
      group.differences.map(({ path }) => path)
    ])
  ).toEqual([
    ['metrics', ['metrics.b', 'metrics.a.c']],
    ['libraries', ['libraries.a']],
    ['format', ['format']],
    ['files', ['files.x']]
  ]);
});
