import type { ViewOutput } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import type { CardPlace } from '../../../../src/slack/client/card-place.ts';
import {
  readReviewedForm,
  readReviewView,
  reviewAgain,
  reviewView,
} from '../../../../src/slack/compose/review/review-view.ts';
import { accepted, textsIn } from '../../../support/slack.ts';
import { reviewOf, SENDER } from '../../../support/slack-needs.ts';

const FORM = { channelId: 'C1', formId: 'form-1' };

function viewFor(channelId: string, place: CardPlace) {
  const review = reviewOf();
  return reviewView({ ...review, order: { ...review.order, channelId } }, [SENDER], place, FORM);
}

function placeIn(channelId: string, place: CardPlace): string {
  return textsIn(accepted(viewFor(channelId, place)).blocks);
}

function shown(change: Pick<ViewOutput, 'submit' | 'private_metadata'>): ViewOutput {
  return {
    id: 'V1',
    callback_id: 'any',
    team_id: 'T1',
    app_installed_team_id: 'T1',
    app_id: 'A1',
    bot_id: 'B1',
    type: 'modal',
    title: { type: 'plain_text', text: 'Review the list' },
    blocks: [],
    close: null,
    state: { values: {} },
    hash: 'hash',
    root_view_id: null,
    previous_view_id: null,
    clear_on_close: false,
    notify_on_close: false,
    ...change,
  };
}

describe('the review of a message', () => {
  it('says how many would wait for the end of quiet hours, and nothing of them where none would', () => {
    const until = new Date('2026-11-30T02:30:00Z');
    const review = { ...reviewOf(), quietWaits: [{ region: 'IN', messages: 2, until }] };
    const { blocks } = reviewView(review, [SENDER], 'in_channel', FORM);

    expect(textsIn(blocks)).toContain('2 wait if sent now: the policy has quiet hours in India until ');
    expect(JSON.stringify(blocks)).toContain(`"timestamp":${until.getTime() / 1_000}`);
    expect(placeIn('C1', 'in_channel')).not.toContain('quiet hours');
  });
});

describe('where a review says that its result will be', () => {
  it.each(['C1', 'G1'])('names the channel %s, and how to have it there', (channel) => {
    expect(placeIn(channel, 'in_channel')).toContain(`The result is posted in <#${channel}>.`);
    expect(placeIn(channel, 'in_channel')).not.toContain('Where I cannot post');
    expect(placeIn(channel, 'unknown')).toContain(
      `The result is posted in <#${channel}>. Where I cannot post, you get it as a direct message.`,
    );
    expect(placeIn(channel, 'direct_message')).toContain(
      `I am not in <#${channel}>: you get the live result as a direct message from me, and <#${channel}> gets one copy at the end. To see it there, type \`/invite @whatsapp-send\` in <#${channel}> now, before you send.`,
    );
    expect(placeIn(channel, 'direct_message')).not.toContain('The result is posted');
  });

  it.each(['D1', 'X1', 'c1', '', 'C1>'])('calls %j this conversation, where no bot can be invited', (channel) => {
    expect(placeIn(channel, 'in_channel')).toContain('The result is posted in this conversation.');
    expect(placeIn(channel, 'direct_message')).toContain(
      '⚠ I am not in this conversation: you get the live result as a direct message from me, and this conversation gets one copy at the end.',
    );
    expect(placeIn(channel, 'direct_message')).not.toContain('/invite');
    expect(placeIn(channel, 'direct_message')).not.toContain('<#');
  });

  it('stands in markup, so that Slack shows the name of a channel', () => {
    const kinds = (place: CardPlace) =>
      viewFor('C1', place).blocks.flatMap((block) => {
        const said = JSON.stringify(block);
        return said.includes('<#C1>') ? [[block.type, said.includes('"mrkdwn"')]] : [];
      });

    expect(kinds('in_channel')).toEqual([['context', true]]);
    expect(kinds('direct_message')).toEqual([['section', true]]);
  });
});

describe('what a review says before it is sent', () => {
  it('names the template in bold, its language, and who it comes from', () => {
    const texts = textsIn(viewFor('C1', 'in_channel').blocks);

    expect(texts).toContain('booking_confirm · English');
    expect(texts).toContain(`From ${SENDER.name} · +91 98000 00000`);
    expect(JSON.stringify(viewFor('C1', 'in_channel').blocks)).toContain(
      '"text":"booking_confirm","style":{"bold":true}',
    );
  });

  it('leaves out what it does not know: the language, and the name of a sender', () => {
    const review = reviewOf();
    const message = { ...review.order.message, language: undefined };
    const view = reviewView({ ...review, order: { ...review.order, message } }, [], 'in_channel', FORM);

    expect(textsIn(view.blocks)).not.toContain('booking_confirm ·');
    expect(textsIn(view.blocks)).toContain('From +91 98000 00000');
  });

  it('cuts a name that is longer than 120 characters', () => {
    const review = reviewOf();
    const message = { ...review.order.message, template: 'n'.repeat(500) };
    const texts = textsIn(
      reviewView({ ...review, order: { ...review.order, message } }, [], 'in_channel', FORM).blocks,
    );

    expect(texts).not.toContain('n'.repeat(121));
    expect(texts).toContain('n'.repeat(100));
  });

  it('has its notes in order: the gravest before the message, remarks after it', () => {
    const notes = { first: ['Gravest.'], warnings: ['Warned.'], remarks: ['Remarked.'] };
    const texts = textsIn(reviewView(reviewOf({ notes }), [], 'in_channel', FORM).blocks);

    const places = ['Gravest.', 'booking_confirm', 'Thank you', 'Warned.', 'From', 'Remarked.'].map((one) =>
      texts.indexOf(one),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });
});

describe('what a review view carries', () => {
  it('is the draft and the form, and stays when its blocks change', () => {
    const view = viewFor('C1', 'in_channel');
    const metadata = { private_metadata: view.private_metadata ?? '' };

    expect(readReviewView(metadata)).toBe('draft-1');
    expect(readReviewedForm(metadata)).toEqual(FORM);
  });

  it.each(['', 'null', '1', '"draft"', '{}', '{"draftId":1}', '{"draftId":"a b"}', '{"draftId":""}'])(
    'is nothing when it says %j',
    (metadata) => {
      expect(readReviewView({ private_metadata: metadata })).toBeUndefined();
      expect(readReviewedForm({ private_metadata: metadata })).toBeUndefined();
    },
  );

  it('keeps its title, and its button where it has one', () => {
    const blocks = viewFor('C1', 'in_channel').blocks;

    const again = reviewAgain(
      shown({ submit: { type: 'plain_text', text: 'Send to 2 people' }, private_metadata: 'kept' }),
      blocks,
    );
    const closed = reviewAgain(shown({ submit: null, private_metadata: 'kept' }), blocks);

    expect(again).toMatchObject({
      type: 'modal',
      title: { text: 'Review the list' },
      private_metadata: 'kept',
      blocks,
    });
    expect(again.submit?.text).toBe('Send to 2 people');
    expect(again.callback_id).toBe(viewFor('C1', 'in_channel').callback_id);
    expect(closed).not.toHaveProperty('submit');
  });
});
