import { describe, expect, it } from 'vitest';
import { plainData } from '../../src/logging/plain-data.ts';
import { createScrubber } from '../../src/logging/scrub.ts';

const SCRUBBER = createScrubber(['s3cr3t-value']);

function said(data: object): unknown {
  return JSON.parse(JSON.stringify(plainData(data, SCRUBBER)));
}

function nested(levels: number): object {
  return levels === 0 ? {} : { in: nested(levels - 1) };
}

describe('the data of a log line', () => {
  it('is eight levels deep at most', () => {
    const eight = JSON.stringify(said(nested(8)));

    expect(JSON.stringify(said(nested(7)))).toBe(JSON.stringify(nested(7)));
    expect(eight).toBe(JSON.stringify(nested(7)).replace('{}', '{"in":"…"}'));
    expect(JSON.stringify(said(nested(500)))).toBe(eight);
  });

  it('has a thousand values at most, those of lists and of objects together', () => {
    const list = said({ all: Array.from({ length: 2_000 }, () => 1) }) as { readonly all: readonly unknown[] };
    const names = said(Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`n${at}`, 1])));

    // The list is one of them.
    expect(list.all.filter((one) => one === 1)).toHaveLength(999);
    expect(Object.values(names as object).filter((one) => one === 1)).toHaveLength(1_000);
  });

  it('has 8,000 characters of a text', () => {
    expect(said({ text: 'x'.repeat(9_000) })).toEqual({ text: 'x'.repeat(8_000) });
  });

  it.each<[string, unknown, unknown]>([
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a date that is none', new Date(Number.NaN), null],
    ['an address', new URL('https://e.com/a'), 'https://e.com/a'],
    ['bytes', Buffer.from('s3cr3t-value'), '12 bytes'],
    ['a large number', 12n, '12'],
    ['a number that may be a phone’s', 919_876_543_210n, '•••• 3210'],
    ['yes or no', false, false],
    ['nothing', null, null],
    ['a function', () => 7, undefined],
    ['a secret', 'it is s3cr3t-value', 'it is ••••'],
    [
      'what throws when it is read',
      {
        ok: 1,
        get odd() {
          throw new Error('no');
        },
      },
      { ok: 1, odd: '…' },
    ],
  ])('is plain: %s', (_, value, expected) => {
    expect(said({ value })).toEqual(expected === undefined ? {} : { value: expected });
  });

  it('hides a secret in a name, and leaves the names of the line alone', () => {
    expect(said({ 's3cr3t-value': 1, level: 2, time: 3, msg: 4 })).toEqual({ '••••': 1, level_: 2, time_: 3, msg_: 4 });
  });

  it('is nothing where it is no object with names', () => {
    expect([said([]), said(new Date(0))]).toEqual([{}, {}]);
  });
});
