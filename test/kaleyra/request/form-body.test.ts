import { FormData, Response } from 'undici';
import { describe, expect, it } from 'vitest';
import { encodeForm } from '../../../src/kaleyra/request/form-body.ts';

const FIELDS = [
  ['to', '919876543210,919876543211'],
  ['params', '"Zoë","₹ 1,200 – प्रिय","--form-","{{1}} & = % +"'],
  ['param_header', 'one\ntwo\r\nthree\rfour'],
  ['media_url', 'https://example.com/a b.png?x="1"'],
  ['payload1', 'half a letter \ud83d'],
] as const;

describe('the body of a request', () => {
  it('reads, wherever forms are read, as FormData that was given the same', async () => {
    const given = new FormData();
    for (const [name, value] of FIELDS) given.append(name, value);
    const expected = await new Response(given).formData();

    const { body, contentType } = encodeForm(FIELDS);
    const read = await new Response(body, { headers: { 'content-type': contentType } }).formData();

    expect([...read]).toEqual([...expected]);
    expect([...read].map(([name]) => name)).toEqual(FIELDS.map(([name]) => name));
  });

  it('has a boundary of its own each time, so that no value can hold it', () => {
    const boundaries = [encodeForm(FIELDS), encodeForm(FIELDS)].map(({ contentType }) => contentType);

    expect(new Set(boundaries).size).toBe(2);
  });
});
