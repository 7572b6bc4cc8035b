import { describe, expect, it } from 'vitest';
import { languageName } from '../../../src/core/template/language-name.ts';

describe('the name of a language', () => {
  it.each([
    ['hi', 'Hindi'],
    ['en', 'English'],
    ['en_US', 'English (United States)'],
    ['zh_Hant_HK', 'Chinese (Traditional, Hong Kong SAR China)'],
    ['qq', 'qq'],
    ['no language', 'no language'],
    ['', ''],
  ])('is English, and a code that is not known stays as it is: %j', (code, name) => {
    expect([languageName(code), languageName(code)]).toEqual([name, name]);
  });
});
