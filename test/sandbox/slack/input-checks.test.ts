import { describe, expect, it } from 'vitest';
import { wrongText } from '../../../sandbox/slack/interactions/input-checks.ts';
import { ASHA, openModal, startSlack } from '../support/slack.ts';

describe('what Slack itself says under an input', () => {
  it.each([
    ['number_input', {}, '12', undefined],
    ['number_input', {}, 'twelve', 'Please enter a number.'],
    ['number_input', {}, '1.5', 'Please enter a whole number.'],
    ['number_input', { is_decimal_allowed: true }, '1.5', undefined],
    ['number_input', { min_value: '3' }, '2', 'Must be at least 3.'],
    ['number_input', { max_value: '3' }, '4', 'Must be at most 3.'],
    ['email_text_input', {}, 'asha@example.com', undefined],
    ['email_text_input', {}, 'asha', 'Please enter a valid email address.'],
    ['url_text_input', {}, 'https://example.com/a', undefined],
    ['url_text_input', {}, 'example.com', 'Please enter a valid URL.'],
    ['plain_text_input', { min_length: 3 }, 'ab', 'Must be at least 3 characters'],
    ['toString', {}, 'ab', undefined],
  ])('%s %j with %j: %s', (type, element, text, said) => {
    expect(wrongText(type, element, text)).toBe(said);
  });

  it('is said before the bot is asked', async () => {
    const slack = await startSlack();
    const element = { type: 'email_text_input', action_id: 'mail' };
    const label = { type: 'plain_text', text: 'Mail' };
    const viewId = await openModal(slack, { blocks: [{ type: 'input', block_id: 'mail', label, element }] });
    const before = slack.bot.requests.length;

    const state = { mail: { mail: { type: 'email_text_input', value: 'asha' } } };
    const answer = await slack.submit({ memberId: ASHA, viewId, state });

    expect(answer).toEqual({ errors: { mail: 'Please enter a valid email address.' } });
    expect(slack.bot.requests.length).toBe(before);
  });
});
