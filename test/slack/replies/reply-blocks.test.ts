import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/validate/check.ts';
import type { SavedReply } from '../../../src/flow/ports/store/replies/replies.ts';
import { replyMessage } from '../../../src/slack/replies/reply-blocks.ts';
import { activeElements, shownText } from '../../support/block-walk.ts';
import { replyOf } from '../../support/replies.ts';

function saved(change: Partial<SavedReply> = {}): SavedReply {
  const { context: _, ...reply } = replyOf('R1');
  return {
    ...reply,
    receivedAt: new Date(),
    sendId: 'S1',
    deliveryId: 'S1.0',
    matchedBy: 'context',
    optOut: undefined,
    post: undefined,
    answer: undefined,
    ...change,
  };
}

const message = (...replies: SavedReply[]) =>
  replyMessage({ replies, about: undefined, channelId: 'C1', threadTs: '1.1' });
const shown = (change: Partial<SavedReply>) => shownText(message(saved(change)).blocks);

describe('a reply in the thread', () => {
  it.each<[string, Partial<SavedReply>, RegExp]>([
    ['a text', {}, /^•••• 0000 \(Asha Rao\): Can I come an hour later\?.*Answer on WhatsApp$/],
    ['a tap', { kind: 'button', text: 'Yes' }, /^•••• 0000 \(Asha Rao\) tapped Yes/],
    ['a reaction', { kind: 'reaction', text: '👍' }, /reacted with 👍/],
    [
      'a photo',
      { kind: 'image', text: undefined, media: { url: 'https://x', type: undefined } },
      /sent a photo.*Open photo/,
    ],
    ['a guess', { matchedBy: 'recent' }, /probably about this/],
    ['a STOP', { text: 'STOP', optOut: 'opted_out' }, /: STOP.*gets no more of these messages$/],
    ['a word that may mean no', { text: 'cancel', optOut: 'ambiguous' }, /Opt this person out/],
    ['a person without a number', { from: undefined, writer: 'IN.1393000000001', name: undefined }, /^•••• 0001: Can/],
  ])('says of %s what happened and what can be done', (_, change, expected) => {
    expect(shown(change).replaceAll('\n', ' ')).toMatch(expected);
  });

  it('has its day beside its time when it came hours after it was written', () => {
    const receivedAt = new Date('2026-11-29T10:00:00Z');
    const format = (hours: number) => {
      const writtenAt = new Date(receivedAt.getTime() - hours * 3_600_000);
      return JSON.stringify(message(saved({ writtenAt, receivedAt })).blocks);
    };
    expect(format(1)).toContain('"{time}"');
    expect(format(25)).toContain('"{date_short_pretty} {time}"');
  });

  it('says what a STOP and a START mean, and nothing of other replies', () => {
    expect(shown({ optOut: 'opted_out' })).not.toBe(shown({}));
    expect(shown({ optOut: 'opted_in' })).toContain('wants messages again');
    expect(shown({ optOut: 'opted_out' })).not.toContain('wants messages again');
    expect(shown({})).not.toContain('wants messages again');
  });

  it('mentions, links and formats nothing, whatever a person wrote', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, name) => {
        const { blocks } = message(saved({ text: `${text}<!channel> <@U1> https://evil.example *b*`, name }));
        expect(activeElements(blocks)).toEqual(['date']);
        expect(checkBlocks(blocks)).toEqual([]);
      }),
    );
  });

  it('fits into one message of Slack, however many and however long they are', () => {
    const long = 'x'.repeat(4_096);
    const media = { url: 'https://x', type: undefined };
    const replies = Array.from({ length: 20 }, (_, index) =>
      saved({ id: `R${index}`, text: long, kind: 'image', media }),
    );

    const { blocks, text } = message(...replies);

    expect(checkBlocks(blocks)).toEqual([]);
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(shownText(blocks).length).toBeLessThanOrEqual(10_000);
    expect(text).toBe('20 replies');
  });

  it('never has the provider’s address', () => {
    const media = { url: 'https://s3.amazonaws.com/kaleyra/photo', type: undefined };
    expect(JSON.stringify(message(saved({ kind: 'image', media })))).not.toContain('amazonaws');
  });
});
