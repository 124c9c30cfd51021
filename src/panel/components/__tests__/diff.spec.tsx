import { render, screen } from '@testing-library/react';
import React from 'react';
import { Diff } from '../diff';
import { countChanges, diffLines, plainly } from '../../../textdiff';

const text = (from: number, to: number) =>
  Array.from(
    { length: to - from },
    (_, index) => `line ${from + index}\n`
  ).join('');

describe('diffLines()', () => {
  it('has nothing for the same text', () => {
    expect(diffLines('a\n', 'a\n')).toEqual([]);
  });

  it('shows what changes with what is around it', () => {
    const lines = diffLines(text(0, 30), text(0, 10) + 'new\n' + text(11, 29));
    expect(lines.filter(({ kind }) => kind !== ' ')).toEqual([
      { kind: '@', text: '⋯' },
      { kind: '-', text: 'line 10' },
      { kind: '+', text: 'new' },
      { kind: '@', text: '⋯' },
      { kind: '-', text: 'line 29' }
    ]);
    expect(countChanges(lines)).toBe(2);
  });
});

describe('plainly()', () => {
  it.each([
    ['a\tb\nc', 'a\tb\nc'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['bell\u0007', 'bell\\u{7}'],
    ['Größe 日本', 'Größe 日本']
  ])('writes %j', (given, expected) => {
    expect(plainly(given)).toBe(expected);
  });
});

it('draws lines with their sign, and markup as text', () => {
  const lines = diffLines('a: 1\n', 'a: <img src=x onerror=alert(1)>\n');
  const label = 'Difference';
  render(<Diff lines={lines} label={label} />);
  const region = screen.getByRole('region', { name: label });
  expect(region).toHaveProperty(
    'textContent',
    '- a: 1\n+ a: <img src=x onerror=alert(1)>\n'
  );
  expect(region.querySelector('img')).toBeNull();
});
