/** Letters typed within this time, in milliseconds, belong to one search. */
export const TYPE_AHEAD_MS = 700;

/** Finds a row of a list by the first letters of its name. */
export class TypeAhead {
  /**
   * Take one more letter.
   *
   * @param letter - what was typed
   * @param names - the names in the order of the list
   * @param from - the row to look from
   * @param now - milliseconds
   * @returns the row that was found; -1 for none
   */
  search(
    letter: string,
    names: ReadonlyArray<string>,
    from: number,
    now: number = Date.now()
  ): number {
    const fresh = now - this._at > TYPE_AHEAD_MS;
    this._text = (fresh ? '' : this._text) + letter.toLowerCase();
    this._at = now;
    // A single letter moves on; a longer text may still match this row.
    const start = this._text.length === 1 ? from + 1 : from;
    for (let step = 0; step < names.length; step++) {
      const index = (start + step) % names.length;
      if (names[index].toLowerCase().startsWith(this._text)) {
        return index;
      }
    }
    return -1;
  }

  private _text = '';
  private _at = 0;
}
