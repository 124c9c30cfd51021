import { nullTranslator } from '@jupyterlab/translation';
import type { IModelCard, IVersionDetails } from '../../tokens';
import { aVersion } from '../../__tests__/fakes';
import { changesOf, draftOf, linesOf, withRow, type IDraft } from '../draft';

const trans = nullTranslator.load('jupyterlab-kserve');

function details(card: Partial<IModelCard>): IVersionDetails {
  const version = aVersion();
  return {
    record: version.record,
    card: { ...version.card!, ...card },
    uri: version.uri,
    etag: '"1"'
  };
}

/** The draft with its last row filled in. */
function filled(draft: IDraft, row: Partial<IDraft['rows'][number]>): IDraft {
  const rows = withRow(draft).rows.slice();
  rows[rows.length - 1] = { ...rows[rows.length - 1], ...row };
  return { ...draft, rows };
}

describe('a draft that was not touched', () => {
  it.each([
    ['description', { description: 'a\n*b*' }],
    ['tags', { tags: ['fraud', 'eu'] }],
    ['metrics', { metrics: { auc: 0.91, loss: 1e-7 } }],
    [
      'metadata',
      {
        metadata: {
          version: '1.0.0',
          n: 3,
          on: true,
          none: null,
          deep: { a: [1] }
        }
      }
    ]
  ] as const)('gives back the %s as they are', (field, card) => {
    const draft = draftOf(field, details(card as Partial<IModelCard>));
    const { changes, problems } = changesOf(draft, trans);
    expect(problems.size).toBe(0);
    expect(changes).toEqual(card);
  });
});

describe('metadata', () => {
  const draft = draftOf('metadata', details({ metadata: { version: '2' } }));

  it('keeps a text that looks like a number a text', () => {
    const { changes } = changesOf(draft, trans);
    expect(changes.metadata).toEqual({ version: '2' });
  });

  it.each(['', '{', 'nan', "['a']"])('refuses %p as JSON', text => {
    const { problems } = changesOf(
      filled(draft, { name: 'x', text, kind: 'json' }),
      trans
    );
    expect([...problems.values()]).toEqual([
      expect.stringContaining('valid JSON')
    ]);
  });

  it.each([
    ['', 'Enter a name'],
    ['   ', 'Enter a name'],
    ['version', 'is used twice'],
    [' version ', 'is used twice'],
    ['__proto__', 'is reserved'],
    ['x'.repeat(201), 'at most 200']
  ])('refuses the name %p', (name, words) => {
    const { problems } = changesOf(filled(draft, { name }), trans);
    expect([...problems.values()].join()).toContain(words);
  });
});

describe('metrics', () => {
  const draft = draftOf('metrics', details({ metrics: {} }));

  it.each(['0.5', '-1e-3', '7'])('takes %p', text => {
    const { changes, problems } = changesOf(
      filled(draft, { name: 'auc', text }),
      trans
    );
    expect(problems.size).toBe(0);
    expect(changes).toEqual({ metrics: { auc: Number(text) } });
  });

  it.each(['', 'high', '"1"', 'true', '[1]', '1e999', '0,5'])(
    'refuses %p',
    text => {
      const { problems } = changesOf(
        filled(draft, { name: 'auc', text }),
        trans
      );
      expect([...problems.values()].join()).toContain('Enter a number');
    }
  );
});

it('tags are words, each once', () => {
  const draft = { ...draftOf('tags', details({})), text: ' a,b , a,, ' };
  expect(changesOf(draft, trans).changes).toEqual({ tags: ['a', 'b'] });
});

it('lays a part of a card out in lines that can be compared', () => {
  expect(linesOf('metadata', { metadata: { b: '<i>', a: [1] } })).toEqual([
    'a: [1]',
    'b: <i>'
  ]);
  expect(linesOf('description', { description: 'x\ny' })).toEqual(['x', 'y']);
  expect(linesOf('tags', null)).toEqual([]);
});
