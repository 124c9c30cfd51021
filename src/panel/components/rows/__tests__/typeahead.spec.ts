import { TypeAhead, TYPE_AHEAD_MS } from '../typeahead';

const names = ['alpha', 'beta', 'Bravo', 'cpu'];

describe('TypeAhead', () => {
  it('goes to the next name with the letter, and round', () => {
    const search = new TypeAhead();
    let now = 0;
    const type = (from: number) =>
      search.search('b', names, from, (now += TYPE_AHEAD_MS + 1));
    expect(type(0)).toBe(1);
    expect(type(1)).toBe(2);
    expect(type(2)).toBe(1);
  });

  it('narrows with what is typed at once', () => {
    const search = new TypeAhead();
    expect(search.search('b', names, 0, 0)).toBe(1);
    expect(search.search('r', names, 1, 100)).toBe(2);
    expect(search.search('x', names, 2, 200)).toBe(-1);
  });
});
