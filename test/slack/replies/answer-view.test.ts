import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/flow/ports/store/replies/answers.ts';
import type { SavedReply } from '../../../src/flow/ports/store/replies/replies.ts';
import { ANSWER_AS_WELL_INPUT, ANSWER_TEXT_INPUT, SEND_TEMPLATE_INSTEAD } from '../../../src/slack/ids.ts';
import { answerView, readAnswerMetadata, readAnswerView } from '../../../src/slack/replies/answer-view.ts';
import { shownText } from '../../support/block-walk.ts';
import { replyOf, savedReply } from '../../support/replies.ts';
import { phone } from '../../support/sends.ts';

const NOW = new Date('2026-11-22T14:00:00Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const CLOSED = 'WhatsApp takes an answer in words of your own for 24 hours';
const REPLY = replyOf('R1', { writtenAt: new Date(NOW.getTime() - 2 * HOUR) });

function conversation(change: Partial<Conversation> = {}, reply: Partial<SavedReply> = {}): Conversation {
  return {
    reply: savedReply(REPLY, { receivedAt: NOW, ...reply }),
    sender: phone('+919800000000'),
    openUntil: new Date(NOW.getTime() + 22 * HOUR),
    now: NOW,
    lastAnswer: undefined,
    isOptedOut: false,
    thread: undefined,
    channelId: 'C1',
    ...change,
  };
}

type Shown = Parameters<typeof answerView>[0];

function viewOf(change: Partial<Conversation> = {}, shown: Partial<Shown> = {}, reply: Partial<SavedReply> = {}) {
  return answerView({ conversation: conversation(change, reply), channelId: 'C1', ...shown });
}

const blockIds = ({ blocks }: ReturnType<typeof viewOf>) => blocks.map((block) => block.block_id ?? '');
const given = (agoMs: number, text = 'We are on our way.') => ({ by: 'U2', at: new Date(NOW.getTime() - agoMs), text });

describe('the form for an answer', () => {
  it('shows what was said, and takes a text while the 24 hours last', () => {
    const view = viewOf();

    expect(view.submit?.text).toBe('Send');
    expect(shownText(view.blocks)).toContain('•••• 0000 (Asha Rao): Can I come an hour later?');
    expect(view.blocks.find((block) => block.block_id === 'answer')).toMatchObject({
      element: { max_length: 3_000, multiline: true, focus_on_load: true },
    });
    expect(readAnswerMetadata(view.private_metadata ?? '')).toEqual({ replyId: 'R1', channelId: 'C1' });
  });

  it('takes none when they are over, but says what still reaches the person', () => {
    for (const openUntil of [undefined, NOW, new Date(NOW.getTime() - 1)]) {
      const view = viewOf({ openUntil });

      expect(view.submit).toBeUndefined();
      expect(blockIds(view)).not.toContain('answer');
      expect(JSON.stringify(view.blocks)).toContain(CLOSED);
      expect(JSON.stringify(view.blocks)).toContain(SEND_TEMPLATE_INSTEAD);
    }
    expect(viewOf({ openUntil: new Date(NOW.getTime() + 1) }).submit).toBeDefined();
  });

  it('offers no template where the person’s number is not known', () => {
    expect(JSON.stringify(viewOf({ openUntil: undefined }, {}, { from: undefined }).blocks)).not.toContain(
      SEND_TEMPLATE_INSTEAD,
    );
  });

  it('keeps what was typed to be copied once it is too late', () => {
    const blocks = (typed: string) => JSON.stringify(viewOf({ openUntil: undefined }, { typed }).blocks);

    expect(blocks('On our way')).toContain('What you wrote was not sent:');
    expect(blocks('On our way')).toContain('On our way');
    expect(blocks(' \n')).not.toContain('What you wrote');
    expect(blocks('x'.repeat(3_000))).toContain('x'.repeat(1_990));
    expect(blocks('x'.repeat(3_000))).not.toContain('x'.repeat(2_001));
  });

  it('takes none where the person asked for no more messages, whatever the hour', () => {
    const view = viewOf({ isOptedOut: true });

    expect(view.submit).toBeUndefined();
    expect(JSON.stringify(view.blocks)).toContain('An answer cannot be sent until they write START.');
    expect(JSON.stringify(view.blocks)).not.toContain(CLOSED);
  });

  it.each([
    [MINUTE - 1, ', 0 min. After about 60 s only a template reaches them.'],
    [9 * MINUTE, ', 9 min. After about 9 min only a template reaches them.'],
    [10 * MINUTE - 1, ', 9 min. After about 10 min only a template reaches them.'],
    [10 * MINUTE, ', 10 min.'],
    [HOUR - 1, ', 59 min.'],
    [HOUR, ', 1 h 0 min.'],
    [3 * HOUR + 12 * MINUTE, ', 3 h 12 min.'],
  ])('says for how long they last, and to hurry in the last ten minutes: %i ms', (leftMs, said) => {
    const last = viewOf({ openUntil: new Date(NOW.getTime() + leftMs) }).blocks.at(-1);

    expect(shownText(last === undefined ? [] : [last])).toMatch(/^Window open until /);
    expect(shownText(last === undefined ? [] : [last]).endsWith(said)).toBe(true);
  });
});

describe('an answer that a colleague gave', () => {
  it.each([
    [0, '0 s ago'],
    [89 * SECOND, '89 s ago'],
    [90 * SECOND, '2 min ago'],
    [89 * MINUTE, '89 min ago'],
    [90 * MINUTE, '2 hours ago'],
  ])('is shown with how long ago it was: %i ms', (agoMs, said) => {
    expect(shownText(viewOf({ lastAnswer: given(agoMs) }).blocks)).toContain(` answered ${said}: We are on our way.`);
  });

  it('asks for a second yes within a minute, and whenever the ledger told of it', () => {
    const asks = (change: Partial<Conversation>, shown: Partial<Shown> = {}) =>
      blockIds(viewOf(change, shown)).filter((id) => id.startsWith('answer_as_well')).length;

    expect(asks({ lastAnswer: given(MINUTE - 1) })).toBe(1);
    expect(asks({ lastAnswer: given(MINUTE) })).toBe(0);
    expect(asks({}, { answered: given(3 * HOUR) })).toBe(1);
    expect(asks({})).toBe(0);
  });

  it('is not shown where it was before the reply', () => {
    expect(shownText(viewOf({ lastAnswer: given(2 * HOUR) }).blocks)).toContain('answered');
    expect(shownText(viewOf({ lastAnswer: given(2 * HOUR + 1) }).blocks)).not.toContain('answered');
  });

  it('is quoted up to 300 characters', () => {
    const shown = shownText(viewOf({ lastAnswer: given(0, 'x'.repeat(400)) }).blocks);

    expect(shown).toContain('x'.repeat(290));
    expect(shown).not.toContain('x'.repeat(301));
  });
});

describe('what was filled in', () => {
  type Submitted = Parameters<typeof readAnswerView>[0];
  const filled = (text: string | null, ticked: string | undefined, shown: Partial<Shown> = {}) =>
    readAnswerView({
      blocks: viewOf({}, shown).blocks as Submitted['blocks'],
      state: {
        values: {
          answer: { [ANSWER_TEXT_INPUT]: { type: 'plain_text_input', value: text } },
          answer_as_well_1: {
            [ANSWER_AS_WELL_INPUT]: {
              type: 'checkboxes',
              selected_options: ticked === undefined ? [] : [{ text: { type: 'plain_text', text: '' }, value: ticked }],
            },
          },
        },
      },
    });

  it('is the text, and which answer of a colleague was seen', () => {
    const answered = given(0);
    const asked = { text: 'On our way', seenUntil: undefined, unticked: undefined };

    expect(filled('On our way', undefined)).toEqual(asked);
    expect(filled(null, undefined)).toEqual({ ...asked, text: '' });
    expect(filled('On our way', String(answered.at.getTime()), { answered })).toEqual({
      ...asked,
      seenUntil: answered.at,
    });
    expect(filled('On our way', undefined, { answered })).toEqual({
      ...asked,
      unticked: `answer_as_well_${answered.at.getTime()}`,
    });
    expect(filled('On our way', 'odd', { answered }).unticked).toBe(`answer_as_well_${answered.at.getTime()}`);
  });

  it.each(['', 'no', '{}', '{"replyId":"R1"}', 'null'])(
    'is about no reply where the view does not say it: %j',
    (text) => {
      expect(readAnswerMetadata(text)).toBeUndefined();
    },
  );
});
