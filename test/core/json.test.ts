import { describe, expect, it } from 'vitest';
import { isJsonObject, parseJson, textUnder } from '../../src/core/json.ts';

describe('JSON from outside', () => {
  it('is undefined where it is none', () => {
    expect([parseJson('{"a":1}'), parseJson('7'), parseJson('{'), parseJson('')]).toEqual([
      { a: 1 },
      7,
      undefined,
      undefined,
    ]);
  });

  it('is an object only where it is neither a list nor nothing', () => {
    const values = [{}, { a: 1 }, [], null, undefined, 'a', 7, true];

    expect(values.map(isJsonObject)).toEqual([true, true, false, false, false, false, false, false]);
  });

  it('has a text under the first key that has one', () => {
    const object = { blank: ' ', empty: '', number: 7, first: 'a', second: 'b' };

    expect(textUnder(object, ['gone', 'blank', 'empty', 'number', 'first', 'second'])).toBe('a');
    expect(textUnder(object, ['second', 'first'])).toBe('b');
    expect(textUnder(object, ['gone', 'blank', 'empty', 'number'])).toBeUndefined();
    expect(textUnder(object, [])).toBeUndefined();
  });
});
