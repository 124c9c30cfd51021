import { LogBuffer, withoutEscapes } from '../logbuffer';

const at = (text: string) => `2025-11-07T10:00:00.000000001Z ${text}`;

describe('LogBuffer', () => {
  it('tells number, time and text of a line', () => {
    const buffer = new LogBuffer();
    buffer.push([at('one'), 'without a time']);
    expect(buffer.at(0)).toEqual({
      number: 1,
      time: '2025-11-07T10:00:00.000000001Z',
      text: 'one'
    });
    expect(buffer.at(1)).toEqual({
      number: 2,
      time: '',
      text: 'without a time'
    });
  });

  it('keeps the last lines, and counts those that went', () => {
    const buffer = new LogBuffer();
    for (let part = 0; part < 20; part++) {
      buffer.push(
        Array.from({ length: 10_000 }, (_, line) => at(`${part}-${line}`))
      );
    }
    expect(buffer.length).toBeLessThanOrEqual(55_000);
    expect(buffer.length + buffer.dropped).toBe(200_000);
    expect(buffer.at(buffer.length - 1)).toMatchObject({
      number: 200_000,
      text: '19-9999'
    });
  });

  it('is bounded by characters too', () => {
    const buffer = new LogBuffer();
    for (let part = 0; part < 40; part++) {
      buffer.push(['x'.repeat(1_000_000)]);
    }
    expect(buffer.length).toBeLessThanOrEqual(20);
    expect(buffer.at(buffer.length - 1).number).toBe(40);
  });

  it('finds lines whatever their case', () => {
    const buffer = new LogBuffer();
    buffer.push([at('INFO a'), at('Error b'), at('info c')]);
    expect(buffer.find('info')).toEqual([0, 2]);
    expect(buffer.find('')).toEqual([]);
  });
});

describe('withoutEscapes()', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b[2J\u001b[1;1Hgone', 'gone'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001bcreset', 'reset'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>']
  ])('takes %j for %j', (text, shown) => {
    expect(withoutEscapes(text)).toBe(shown);
  });
});
