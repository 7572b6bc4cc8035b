import { describe, expect, it } from 'vitest';
import { writePayloadMark } from '../../../src/core/replies/payload-mark.ts';
import {
  BACK_WORDS,
  isOptOutButton,
  OPT_OUT_BUTTONS,
  OPT_OUT_WORDS,
  readOptOutWord,
} from '../../../src/core/rules/opt-out-words.ts';
import type { NewReply, ReplyLedger, ReplyOutcome } from '../../../src/flow/ports/store/replies/replies.ts';
import { createHandleIncoming } from '../../../src/flow/replies/handle-incoming.ts';
import { createSaveReplies } from '../../../src/flow/replies/save-replies.ts';
import { createMarkSignature } from '../../../src/kaleyra/request/mark-signature.ts';
import { SILENT } from '../../store/opened-ledger.ts';
import { replyOf } from '../../support/replies.ts';

const SIGNATURE = createMarkSignature(['s'.repeat(32)]);
const USUAL = { words: OPT_OUT_WORDS, backWords: BACK_WORDS, buttons: OPT_OUT_BUTTONS };

function scene(save: (given: readonly NewReply[]) => readonly ReplyOutcome[] = saved) {
  const asked: { given: readonly NewReply[]; unmatched: string }[] = [];
  const counted: ReplyOutcome[] = [];
  const lines: string[] = [];
  const facts = { wakes: 0 };
  const ledger: ReplyLedger = {
    quickReplyLabels: async (marks) => marks.map(({ button }) => ['Yes', 'Stop promotions'][button - 1]),
    async saveReplies(given, unmatched) {
      asked.push({ given, unmatched });
      return save(given);
    },
  };
  const saveReplies = createSaveReplies({
    ledger,
    isMarkSigned: SIGNATURE.isSigned,
    optOuts: { readWord: (text) => readOptOutWord(text, USUAL), isButton: (text) => isOptOutButton(text, USUAL) },
    hasInbox: false,
    wake() {
      facts.wakes += 1;
    },
    count: (outcome) => counted.push(outcome),
    log: { ...SILENT, info: (...line: unknown[]) => lines.push(JSON.stringify(line)) },
  });
  return { saveReplies, asked, counted, lines, facts };
}

function saved(given: readonly NewReply[]): readonly ReplyOutcome[] {
  return given.map(() => ({ kind: 'saved', matchedBy: 'recent' }));
}

async function savedAs(change: Parameters<typeof replyOf>[1]): Promise<NewReply | undefined> {
  const { saveReplies, asked } = scene();
  await saveReplies([replyOf('r1', change)]);
  return asked[0]?.given[0];
}

describe('replies that came in', () => {
  it('are saved together, counted, and what shows them is woken', async () => {
    const { saveReplies, asked, counted, facts } = scene();
    await saveReplies([replyOf('r1'), replyOf('r2')]);
    expect(asked.map(({ given, unmatched }) => [given.length, unmatched])).toEqual([[2, 'counted']]);
    expect(counted).toHaveLength(2);
    expect(facts.wakes).toBe(1);
  });

  it('that are known wake nothing, and those that could not be saved are sent again', async () => {
    const known = scene((given) => given.map(() => ({ kind: 'known', matchedBy: 'none' })));
    await known.saveReplies([replyOf('r1')]);
    expect(known.facts.wakes).toBe(0);
    const broken = scene(() => {
      throw new Error('the disk is full');
    });
    await expect(broken.saveReplies([replyOf('r1')])).rejects.toThrow('the disk is full');
  });

  it('leave nothing of what was written in the log, nor who wrote it', async () => {
    const { saveReplies, lines } = scene();
    await saveReplies([replyOf('wamid.secret', { text: 'my card is 4111', name: 'Asha', payload: 'P1' })]);
    expect(lines).toHaveLength(1);
    for (const word of ['4111', 'Asha', 'P1', '9870000000', 'wamid']) expect(lines.join()).not.toContain(word);
  });

  it('to a button of ours name its batch, and its mark is kept nowhere', async () => {
    const mark = writePayloadMark({ batchToken: 'token', button: 2 }, SIGNATURE.sign);
    const tapped = await savedAs({ kind: 'button', text: 'Yes', payload: mark });
    expect(tapped).toMatchObject({ markedBatch: 'token', reply: { text: 'Yes', payload: undefined } });
    const forged = await savedAs({ kind: 'button', text: 'Yes', payload: 'ws1.token.2.00000000' });
    expect(forged).toMatchObject({ markedBatch: undefined, reply: { payload: undefined } });
    const own = await savedAs({ kind: 'button', text: 'Yes', payload: 'CONFIRM' });
    expect(own).toMatchObject({ markedBatch: undefined, reply: { payload: 'CONFIRM' } });
  });
});

describe('a tap of which only the mark comes', () => {
  const markOf = (button: number) => writePayloadMark({ batchToken: 'token', button }, SIGNATURE.sign);

  it('says what its button says, and means it', async () => {
    const only = { kind: 'button', text: undefined } as const;
    expect(await savedAs({ ...only, payload: markOf(1) })).toMatchObject({ reply: { text: 'Yes' }, optOut: undefined });
    expect(await savedAs({ ...only, payload: markOf(2) })).toMatchObject({
      reply: { text: 'Stop promotions' },
      optOut: { kind: 'opted_out', scope: 'marketing', source: 'button' },
    });
    expect(await savedAs({ ...only, payload: markOf(3) })).toMatchObject({ reply: { text: undefined } });
    expect(await savedAs({ ...only, payload: 'ws1.token.2.00000000' })).toMatchObject({ reply: { text: undefined } });
  });
});

describe('what a reply says of opting out', () => {
  const ALL = { kind: 'opted_out', scope: 'all' } as const;

  it.each([
    ['a word', { text: ' Stop! ' }, { ...ALL, source: 'word' }],
    ['a word that takes it back', { text: 'START' }, { kind: 'opted_in' }],
    ['a word that may mean something else', { text: 'cancel' }, { kind: 'ambiguous' }],
    ['a sentence with the word', { text: 'please stop' }, undefined],
    ['a photo with the word under it', { kind: 'image', text: 'stop' }, undefined],
    [
      'a button that means it',
      { kind: 'button', text: 'Stop promotions' },
      { kind: 'opted_out', scope: 'marketing', source: 'button' },
    ],
    [
      'a payload that means it',
      { kind: 'button', text: 'Bye', payload: 'OPTOUT' },
      { kind: 'opted_out', scope: 'marketing', source: 'button' },
    ],
    ['a button with the word', { kind: 'button', text: 'Stop' }, { ...ALL, source: 'button' }],
    ['a button that answers a question', { kind: 'button', text: 'No' }, undefined],
    ['a button that starts something', { kind: 'choice', text: 'Start' }, undefined],
  ] as const)('is read from %s', async (_, change, expected) => {
    expect((await savedAs(change))?.optOut).toEqual(expected);
  });
});

describe('what comes to the address of replies', () => {
  const raw = { query: new URLSearchParams(), body: '', contentType: undefined };

  it('is saved when it is one, and else handled like any callback', async () => {
    const { saveReplies, asked } = scene();
    const handled: unknown[] = [];
    const handle = (count: number) =>
      createHandleIncoming({
        readReplies: () => Array.from({ length: count }, (_, at) => replyOf(`r${at}`)),
        saveReplies,
        async handleCallback(callback) {
          handled.push(callback);
          return 'not_ours';
        },
        now: () => new Date(),
      })(raw);

    expect([await handle(2), await handle(0)]).toEqual(['handled', 'not_ours']);
    expect([asked.length, handled]).toEqual([1, [raw]]);
  });
});
