/** More lines than these are not kept; the oldest go first. */
const MAX_LINES = 50_000;

/** Nor more characters: lines may be long. */
const MAX_CHARACTERS = 20_000_000;

/** How many lines go at once, so that it does not happen with each new one. */
const SLACK = 1.1;

/** A line of a log. */
export interface ILogLine {
  /** Counted from 1 for the first line that came. */
  number: number;
  /** As the container printed it. */
  text: string;
  /** ISO 8601; empty when it came without. */
  time: string;
}

/** The last lines of a log, as many as fit. */
export class LogBuffer {
  /** How many are kept. */
  get length(): number {
    return this._lines.length;
  }

  /** How many came before the first one that is kept. */
  get dropped(): number {
    return this._first;
  }

  /**
   * Add lines at the end.
   *
   * @param lines - each with its time before it
   */
  push(lines: ReadonlyArray<string>): void {
    for (const line of lines) {
      this._lines.push(line);
      this._characters += line.length;
    }
    this._trim();
  }

  /**
   * One of the lines that are kept.
   *
   * @param index - from 0 for the oldest
   */
  at(index: number): ILogLine {
    const line = this._lines[index];
    const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) /.exec(line);
    return {
      number: this._first + index + 1,
      text: match ? line.slice(match[0].length) : line,
      time: match?.[1] ?? ''
    };
  }

  /**
   * The lines with a text in them, whatever its case.
   *
   * @param words - what to look for; empty finds nothing
   * @returns their indices, in order
   */
  find(words: string): number[] {
    const wanted = words.toLowerCase();
    const found: number[] = [];
    if (wanted !== '') {
      this._lines.forEach((line, index) => {
        if (line.toLowerCase().includes(wanted)) {
          found.push(index);
        }
      });
    }
    return found;
  }

  private _trim(): void {
    let gone = 0;
    if (this._lines.length > MAX_LINES * SLACK) {
      gone = this._lines.length - MAX_LINES;
    }
    let kept = this._characters;
    for (let index = 0; index < gone; index++) {
      kept -= this._lines[index].length;
    }
    while (kept > MAX_CHARACTERS && gone < this._lines.length - 1) {
      kept -= this._lines[gone].length;
      gone += 1;
    }
    if (gone > 0) {
      this._lines = this._lines.slice(gone);
      this._first += gone;
      this._characters = kept;
    }
  }

  private _lines: string[] = [];
  private _characters = 0;
  private _first = 0;
}

/** Colours, moves of the cursor, titles of windows, and links of a terminal. */
const ESCAPES = new RegExp(
  [
    String.raw`\x1b\[[0-?]*[ -/]*[@-~]`,
    String.raw`\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?`,
    String.raw`\x1b[ -/]*[0-~]`
  ].join('|'),
  'g'
);

/**
 * A line without what a terminal would take for commands.
 *
 * @param text - as the container printed it
 */
export function withoutEscapes(text: string): string {
  return text.replace(ESCAPES, '');
}
