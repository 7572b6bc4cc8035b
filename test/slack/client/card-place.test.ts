import type { ConversationsInfoResponse } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { cardPlaceIn } from '../../../src/slack/client/card-place.ts';

const CAN_POST_UNINVITED = { response_metadata: { scopes: ['chat:write', 'chat:write.public'] } };

function placeAfter(answer: Promise<Partial<ConversationsInfoResponse>>) {
  return cardPlaceIn({ conversations: { info: async () => ({ ok: true, ...(await answer) }) } }, 'C1');
}

function refused(code: string) {
  return Promise.reject(Object.assign(new Error(code), { code: 'slack_webapi_platform_error', data: { error: code } }));
}

describe('where a card will stand', () => {
  it.each([
    ['a channel that the bot is in', { channel: { is_member: true } }, 'in_channel'],
    ['a direct message with the bot', { channel: { is_im: true } }, 'in_channel'],
    ['a public channel that it may post in uninvited', { channel: {}, ...CAN_POST_UNINVITED }, 'in_channel'],
    ['a public channel without that right', { channel: {} }, 'direct_message'],
    [
      'a private channel, whatever the right',
      { channel: { is_private: true }, ...CAN_POST_UNINVITED },
      'direct_message',
    ],
    ['an archived channel', { channel: { is_archived: true, is_member: true } }, 'direct_message'],
    ['an answer without a channel', {}, 'unknown'],
  ] as const)('is, in %s, known from what Slack says', async (_, answer, place) => {
    expect(await placeAfter(Promise.resolve(answer))).toBe(place);
  });

  it.each([
    ['channel_not_found', 'direct_message'],
    ['not_in_channel', 'direct_message'],
    ['is_archived', 'direct_message'],
    ['missing_scope', 'unknown'],
    ['ratelimited', 'unknown'],
  ] as const)('is after Slack’s “%s”: %s', async (code, place) => {
    expect(await placeAfter(refused(code))).toBe(place);
  });

  it('is unknown when Slack does not answer before a person has to have the review', { timeout: 2_500 }, async () => {
    expect(await placeAfter(new Promise(() => undefined))).toBe('unknown');
  });
});
