import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeMark, readPayloadMark, writePayloadMark } from '../../../src/core/replies/payload-mark.ts';
import { tallyPieces } from '../../../src/core/replies/tally.ts';
import { createMarkSignature } from '../../../src/kaleyra/request/mark-signature.ts';

const TOKEN = fc.stringMatching(/^[\w-]{1,64}$/);
const SIGNATURE = createMarkSignature(['s'.repeat(32)]);

describe('the mark of a button', () => {
  it('is read back, fits into a payload, and is signed', () => {
    fc.assert(
      fc.property(TOKEN, fc.integer({ min: 1, max: 3 }), (batchToken, button) => {
        const mark = writePayloadMark({ batchToken, button }, SIGNATURE.sign);
        expect(mark).toMatch(/^ws1\.[\w-]+\.\d\.[0-9a-f]{8}$/);
        expect(mark.length).toBeLessThanOrEqual(128);
        expect(looksLikeMark(mark)).toBe(true);
        expect(readPayloadMark(mark, SIGNATURE.isSigned)).toEqual({ batchToken, button });
      }),
    );
  });

  it('counts under a secret that is being replaced, and under no other', () => {
    const mark = writePayloadMark({ batchToken: 'abc', button: 1 }, SIGNATURE.sign);
    const rotated = createMarkSignature(['n'.repeat(32), 's'.repeat(32)]);
    expect(readPayloadMark(mark, rotated.isSigned)).toEqual({ batchToken: 'abc', button: 1 });
    expect(readPayloadMark(mark, createMarkSignature(['n'.repeat(32)]).isSigned)).toBeUndefined();
  });

  it('is not believed when any of it was changed', () => {
    const mark = writePayloadMark({ batchToken: 'abcdef', button: 1 }, SIGNATURE.sign);
    fc.assert(
      fc.property(fc.nat(mark.length - 1), fc.stringMatching(/^[\w.-]$/), (at, character) => {
        const changed = mark.slice(0, at) + character + mark.slice(at + 1);
        fc.pre(changed !== mark);
        expect(readPayloadMark(changed, SIGNATURE.isSigned)).toBeUndefined();
      }),
    );
  });

  it('is none of what people type', () => {
    for (const payload of [undefined, '', 'YES', 'ws1', 'ws1.abc.1', 'ws1.abc.0.00000000', 'ws2.abc.1.00000000'])
      expect(readPayloadMark(payload, () => true)).toBeUndefined();
  });
});

describe('the tally', () => {
  it('names what came back, what was tapped, and who is silent', () => {
    const answers = [
      { text: 'Yes', people: 29 },
      { text: 'No', people: 3 },
    ];
    expect(tallyPieces({ replies: 37, answers, silent: 68 })).toEqual([
      '37 replies',
      'Yes 29',
      'No 3',
      '68 have not answered',
    ]);
    expect(tallyPieces({ replies: 1, answers: [], silent: 1 })).toEqual(['1 reply', '1 has not answered']);
    expect(tallyPieces({ replies: 2, answers: [], silent: 0 })).toEqual(['2 replies']);
  });

  it('sums the answers after the sixth', () => {
    const answers = Array.from({ length: 9 }, (_, at) => ({ text: `Row ${at}`, people: 10 - at }));
    const pieces = tallyPieces({ replies: 60, answers, silent: 0 });
    expect(pieces.slice(-2)).toEqual(['Row 5 5', 'other answers 9']);
  });
});
