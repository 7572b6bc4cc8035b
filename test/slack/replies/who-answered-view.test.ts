import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { RecipientAnswer } from '../../../src/flow/ports/store/replies/replies.ts';
import { ANSWERS_FILE, NEXT_PAGE, PREVIOUS_PAGE } from '../../../src/slack/ids.ts';
import { whoAnsweredView } from '../../../src/slack/replies/who-answered-view.ts';
import { writerText } from '../../../src/slack/replies/writer.ts';
import { shownText } from '../../support/block-walk.ts';
import { phone, sendOf } from '../../support/sends.ts';

const AT = new Date('2026-11-22T14:01:00Z');
type Page = Parameters<typeof whoAnsweredView>[0];

function viewOf(change: Partial<Page> = {}, note?: string) {
  const page = { answers: [], hasNext: false, page: 0, send: sendOf(), tally: undefined };
  return whoAnsweredView({ ...page, show: (number) => number, ...change }, { channelId: 'C1', note });
}

function answer(reply: Partial<NonNullable<RecipientAnswer['reply']>> | undefined): RecipientAnswer {
  const said = { id: 'R1', kind: 'text', text: 'Yes please', writtenAt: AT, name: undefined } as const;
  return {
    deliveryId: 'D0',
    recipient: phone('+919876543210'),
    reply: reply === undefined ? undefined : { ...said, ...reply },
  };
}

/** The line of one recipient, without its date. */
const lineOf = (reply: Parameters<typeof answer>[0]) =>
  shownText(viewOf({ answers: [answer(reply)] }).blocks.slice(1, 2))
    .split('   ')
    .slice(0, 2)
    .join('   ');

describe('who answered', () => {
  it.each<[Parameters<typeof answer>[0], string]>([
    [undefined, '+919876543210   has not answered'],
    [{}, '+919876543210   Yes please'],
    [{ name: 'Asha' }, '+919876543210 (Asha)   Yes please'],
    [{ kind: 'button', text: 'Yes' }, '+919876543210   Yes'],
    [{ kind: 'choice', text: 'At noon' }, '+919876543210   At noon'],
    [{ kind: 'button', text: undefined }, '+919876543210   a button'],
    [{ kind: 'image', text: undefined }, '+919876543210   sent a photo'],
    [{ kind: 'reaction', text: '' }, '+919876543210   took back a reaction'],
  ])('has a line for each recipient: %j', (reply, line) => {
    expect(lineOf(reply)).toBe(line);
  });

  it('shows of a name 60 characters, and of an answer 150', () => {
    const long = 'x'.repeat(200);

    expect(lineOf({ name: long, text: 'y' })).toMatch(/\(x{50,59}…?\)/);
    expect(lineOf({ text: long })).toMatch(/ {3}x{140,150}…?$/);
    expect(lineOf({ kind: 'button', text: long })).toMatch(/ {3}x{140,150}…?$/);
  });

  it('begins with what came back, in numbers', () => {
    const first = (tally: Page['tally']) => shownText(viewOf({ tally }).blocks.slice(0, 1));

    expect(first(undefined)).toBe('Nothing came back yet.');
    expect(first({ replies: 3, answers: [{ text: 'Yes', people: 2 }], silent: 1 })).toBe(
      '3 replies · Yes 2 · 1 has not answered',
    );
    expect(first({ replies: 1, answers: [{ text: 'x'.repeat(70), people: 1 }], silent: 0 })).not.toContain(
      'x'.repeat(61),
    );
  });

  it('has a button for the pages beside this one, and one for a file', () => {
    const buttonsOf = (page: number, hasNext: boolean) => {
      const last = viewOf({ page, hasNext }).blocks.at(-1) as KnownBlock | undefined;
      return last?.type === 'actions'
        ? last.elements.map((element) => [element.action_id, 'value' in element ? element.value : undefined])
        : [];
    };
    const file = [ANSWERS_FILE, sendOf().id];

    expect(buttonsOf(0, false)).toEqual([file]);
    expect(buttonsOf(0, true)).toEqual([[NEXT_PAGE, '1'], file]);
    expect(buttonsOf(1, false)).toEqual([[PREVIOUS_PAGE, '0'], file]);
    expect(buttonsOf(2, true)).toEqual([[PREVIOUS_PAGE, '1'], [NEXT_PAGE, '3'], file]);
  });

  it('says above all what has to be known', () => {
    expect(JSON.stringify(viewOf({}, 'The file is on its way.').blocks[0])).toContain('The file is on its way.');
    expect(viewOf({}, 'x').blocks).toHaveLength(viewOf().blocks.length + 1);
  });
});

describe('the one who wrote', () => {
  it.each([
    [{ from: phone('+919876543210'), name: 'Asha', writer: '919876543210' }, '•••• 3210 (Asha)'],
    [{ from: phone('+919876543210'), name: ' ', writer: '919876543210' }, '•••• 3210'],
    [{ from: phone('+919876543210'), name: undefined, writer: '919876543210' }, '•••• 3210'],
  ])('is shown by the last digits and by their own name: %j', (reply, shown) => {
    expect(writerText(reply)).toBe(shown);
  });

  it('is shown by no whole number where only WhatsApp’s ID is known', () => {
    expect(writerText({ from: undefined, name: 'Asha', writer: 'IN.1393000000001' })).not.toContain('1393000000001');
  });
});
