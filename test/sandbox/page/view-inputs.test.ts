import { describe, expect, it } from 'vitest';
import { checkInputs } from '../../../sandbox/page/state/check-inputs.ts';
import { viewValues, withInput } from '../../../sandbox/page/state/view-inputs.ts';
import type { Block } from '../../../sandbox/protocol.ts';

const label = { type: 'plain_text', text: 'Label' };
const option = (value: string) => ({ text: { type: 'plain_text', text: value.toUpperCase() }, value });

function input(blockId: string, element: Record<string, unknown>, more: Record<string, unknown> = {}): Block {
  return { type: 'input', block_id: blockId, label, element: { action_id: blockId, ...element }, ...more };
}

describe('what a view holds when it opens', () => {
  it('is nothing in empty inputs, as Slack says it', () => {
    const blocks = [
      input('name', { type: 'plain_text_input' }),
      input('template', { type: 'external_select' }),
      input('days', { type: 'checkboxes', options: [option('a')] }),
    ];

    expect(viewValues(blocks, {}, 'C1')).toEqual({
      name: { name: { type: 'plain_text_input', value: null } },
      template: { template: { type: 'external_select', selected_option: null } },
      days: { days: { type: 'checkboxes', selected_options: [] } },
    });
  });

  it('is what the bot filled in', () => {
    const blocks = [
      input('name', { type: 'plain_text_input', initial_value: 'Asha' }),
      input('how', { type: 'static_select', initial_option: option('now') }),
      input('where', { type: 'conversations_select', default_to_current_conversation: true }),
    ];

    expect(viewValues(blocks, {}, 'C1')).toMatchObject({
      name: { name: { value: 'Asha' } },
      how: { how: { selected_option: option('now') } },
      where: { where: { selected_conversation: 'C1' } },
    });
  });

  it('counts selects beside a text and in a row of actions', () => {
    const blocks: Block[] = [
      { type: 'section', block_id: 's', accessory: { type: 'static_select', action_id: 'a', options: [] } },
      {
        type: 'actions',
        block_id: 'r',
        elements: [
          { type: 'button', action_id: 'b' },
          { type: 'radio_buttons', action_id: 'c' },
        ],
      },
    ];

    expect(Object.keys(viewValues(blocks, {}, 'C1'))).toEqual(['s', 'r']);
    expect(viewValues(blocks, {}, 'C1')['r']).toEqual({ c: { type: 'radio_buttons', selected_option: null } });
  });
});

describe('what a view holds when the bot updates it', () => {
  const before = withInput(viewValues([input('name', { type: 'plain_text_input' })], {}, 'C1'), 'name', 'name', {
    type: 'plain_text_input',
    value: 'typed',
  });

  it('keeps what was typed where block_id and action_id stay, whatever the new initial value', () => {
    const after = viewValues([input('name', { type: 'plain_text_input', initial_value: 'new' })], before, 'C1');

    expect(after).toMatchObject({ name: { name: { value: 'typed' } } });
  });

  it('starts afresh where the block_id is another one', () => {
    const after = viewValues([input('name2', { type: 'plain_text_input', initial_value: 'new' })], before, 'C1');

    expect(after).toEqual({ name2: { name2: { type: 'plain_text_input', value: 'new' } } });
  });

  it('starts afresh where the same IDs are now another kind of input', () => {
    const after = viewValues([input('name', { type: 'static_select' })], before, 'C1');

    expect(after).toEqual({ name: { name: { type: 'static_select', selected_option: null } } });
  });
});

describe('what Slack refuses before it asks the app', () => {
  const refused = (block: Block, value: string | null) =>
    checkInputs([block], { x: { x: { type: 'plain_text_input', value } } })['x'];

  it.each([
    ['an empty input', input('x', { type: 'plain_text_input' }), null, 'Please complete this required field.'],
    ['an input of blanks', input('x', { type: 'plain_text_input' }), '  ', 'Please complete this required field.'],
    [
      'a text that is too long',
      input('x', { type: 'plain_text_input', max_length: 3 }),
      'abcde',
      'Must be 3 characters or fewer; 2 too many.',
    ],
    [
      'a text that is too short',
      input('x', { type: 'plain_text_input', min_length: 3 }),
      'a',
      'Must be at least 3 characters.',
    ],
    [
      'letters for a number',
      input('x', { type: 'number_input', is_decimal_allowed: true }),
      'a',
      'Please enter a number.',
    ],
    [
      'a part of a number',
      input('x', { type: 'number_input', is_decimal_allowed: false }),
      '1.5',
      'Please enter a whole number.',
    ],
    ['a number beyond its range', input('x', { type: 'number_input', max_value: '9' }), '10', 'Must be 9 or less.'],
    ['no address', input('x', { type: 'url_text_input' }), 'example', 'Please enter a valid URL.'],
    ['no mail address', input('x', { type: 'email_text_input' }), 'a@b', 'Please enter a valid email address.'],
  ])('is %s', (_, block, value, words) => {
    expect(refused(block, value)).toBe(words);
  });

  it('is not an empty optional input, nor one that is right', () => {
    expect(refused(input('x', { type: 'plain_text_input' }, { optional: true }), null)).toBeUndefined();
    expect(refused(input('x', { type: 'plain_text_input', max_length: 3 }), 'abc')).toBeUndefined();
    expect(refused(input('x', { type: 'url_text_input' }), 'https://example.com')).toBeUndefined();
  });
});
