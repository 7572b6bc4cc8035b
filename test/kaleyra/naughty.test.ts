import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storable } from '../../src/core/text.ts';
import { readCallback } from '../../src/kaleyra/callback/callback.ts';
import { readIncoming } from '../../src/kaleyra/incoming/incoming.ts';
import { createRedact } from '../../src/kaleyra/redact.ts';
import { readResponse } from '../../src/kaleyra/response/response.ts';
import { naughtyReply, naughtyReport, naughtyResponse } from '../support/kaleyra-naughty.ts';

const DIGITS = '919811111111';
const ID = 'c9e113f0-6fc2-4bd7-979c-ebdb2f600f38:0';
/** 300 characters, each of which may take two places. */
const LONGEST = 600;
/** Of a text that a person writes, and of a link. */
const LONGEST_SAID = 4_096;
const redact = createRedact([]);

function answered(status: number, body: object) {
  const answer = { status, body: JSON.stringify(body), brokenBy: undefined, retryAfter: undefined };
  return readResponse(answer, [DIGITS], redact, new Date(0));
}

/** Every text in what was read, however deep. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Map) return [...value].flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const UNFIT_IDS: readonly (readonly [string, unknown])[] = [
  ['a NUL character', 'n\0x:0'],
  ['half an emoji', 'n\ud83dx:0'],
  ['20,000 characters', `${'a1'.repeat(10_000)}:0`],
  ['a blank inside', 'a b:0'],
  ['an object', { id: 'a:0' }],
];

describe('what Kaleyra answers', () => {
  it.each(UNFIT_IDS)('is unclear when the message ID has %s, for it may be out', (_, id) => {
    const entry = { message_id: id, recipient: DIGITS };
    const unclear = { kind: 'unknown', reason: 'unclear_answer' };

    expect(answered(200, { data: [entry] })).toMatchObject(unclear);
    expect(answered(200, { code: 'E424', data: [{ ...entry, code: 'E424' }] })).toMatchObject(unclear);
    expect(answered(200, { data: [entry], error: { [DIGITS]: 'invalid' } })).toMatchObject(unclear);
    expect(answered(400, { code: 'E424', message: 'no', data: [entry] })).toMatchObject(unclear);
  });

  it('is a refusal with its code and its words, without the half of an emoji', () => {
    expect(answered(400, { code: 'E424', message: 'Bad value: hi \ud83d', data: [] })).toEqual({
      kind: 'rejected',
      code: 'E424',
      text: 'Bad value: hi \ufffd',
    });
  });

  it('has no text that a database cannot hold, whatever is in it', () => {
    fc.assert(
      fc.property(naughtyResponse(DIGITS), (response) => {
        const outcome = readResponse(response, [DIGITS], redact, new Date(0));

        for (const text of textsIn(outcome)) expect(storable(text, LONGEST)).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what a delivery report says', () => {
  it('has no text that a database cannot hold but its token, whatever is in it', () => {
    fc.assert(
      fc.property(naughtyReport(ID), (raw) => {
        const reading = readCallback(raw);

        if (reading.kind !== 'status') return;
        for (const { batchToken: _, ...update } of reading.updates) {
          for (const text of textsIn(update)) expect(storable(text, LONGEST)).toBe(text);
        }
        for (const word of reading.unknownWords) expect(storable(word, LONGEST)).toBe(word);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what a reply says', () => {
  it('has no text that a database cannot hold, whatever is in it', () => {
    fc.assert(
      fc.property(naughtyReply(DIGITS), (raw) => {
        for (const text of textsIn(readIncoming(raw, new Date(0)))) expect(storable(text, LONGEST_SAID)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });
});
