import { describe, expect, it } from 'vitest';
import { parseParams } from '../../../sandbox/kaleyra/params.ts';

describe('a params line', () => {
  it.each([
    ['the quoted list of the documentation', '"John","Doe"', ['John', 'Doe']],
    ['the sample as it is printed, without its outer quotes', 'John","Doe', ['John', 'Doe']],
    ['a list without quotes', 'a,b,c', ['a', 'b', 'c']],
    ['one value', '1234', ['1234']],
    ['commas inside quotes', '"Doe, John","x"', ['Doe, John', 'x']],
    ['a doubled quote', '"say ""hi""","x"', ['say "hi"', 'x']],
    ['an empty value between others', '"a","","b"', ['a', '', 'b']],
    ['a trailing comma', '"a",', ['a', '']],
    ['nothing', '', []],
    ['blanks around values', ' "a" , "b" ', ['a', 'b']],
  ])('reads %s', (_, line, values) => {
    expect(parseParams(line)).toEqual(values);
  });
});
