import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSnapshot, writeSnapshot } from '../../../src/flow/templates/catalogue-snapshot.ts';

const AS_OF = new Date('2026-11-22T14:00:00.123Z');
const LISTED = { name: 'booking', language: 'en', status: 'PAUSED', entry: { any: ['thing'] } } as const;

describe('the list of templates that survives a restart', () => {
  it('comes back as it was, with its time', () => {
    expect(readSnapshot(writeSnapshot({ asOf: AS_OF, listed: [LISTED] }))).toEqual({ asOf: AS_OF, listed: [LISTED] });
  });

  it.each([
    ['nothing', undefined],
    ['no JSON', '{"asOf":'],
    ['no object', 'null'],
    ['another text', '"asOf"'],
    ['no time', '{"listed":[]}'],
    ['a time that is none', '{"asOf":"soon","listed":[]}'],
    ['no list', `{"asOf":"${AS_OF.toISOString()}","listed":{}}`],
    ['no list at all', `{"asOf":"${AS_OF.toISOString()}"}`],
  ])('is not believed when it is %s', (_, text) => {
    expect(readSnapshot(text)).toBeUndefined();
  });

  it('leaves out what is no template, and reads the statuses of another release anew', () => {
    const listed = [null, 'booking', {}, { name: 7 }, { name: 'a', status: 'approved' }, { name: 'b' }];

    expect(readSnapshot(JSON.stringify({ asOf: AS_OF, listed }))?.listed).toEqual([
      { name: 'a', status: 'APPROVED' },
      { name: 'b', status: undefined },
    ]);
  });

  it('never breaks a start, whatever stands in its place', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readSnapshot(text)?.asOf.getTime()).not.toBeNaN();
      }),
    );
  });
});
