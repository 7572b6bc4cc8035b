import { describe, expect, it } from 'vitest';
import { BOOKINGS, errorOf, modal, startSlack, typeCommand } from '../support/slack.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const button = (change: object = {}) => ({ type: 'button', text: plain(5), action_id: 'go', ...change });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (change: object = {}) => ({ text: plain(5), value: 'v', ...change });
const select = (change: object = {}) => ({ type: 'static_select', action_id: 's', options: [option()], ...change });
const input = (element: object, change: object = {}) => ({ type: 'input', label: plain(5), element, ...change });
const cell = { type: 'raw_text', text: 'x' };
const styled = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
};

/** Each: what it is, the largest block that Slack takes, one that is over the line, and Slack's words for that. */
const MESSAGE_LIMITS: [string, object, object, string][] = [
  [
    'section text',
    { type: 'section', text: mrkdwn(3000) },
    { type: 'section', text: mrkdwn(3001) },
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'section fields',
    { type: 'section', fields: Array(10).fill(mrkdwn(5)) },
    { type: 'section', fields: Array(11).fill(mrkdwn(5)) },
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a field',
    { type: 'section', fields: [mrkdwn(2000)] },
    { type: 'section', fields: [mrkdwn(2001)] },
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'an empty text',
    { type: 'section', text: mrkdwn(1) },
    { type: 'section', text: mrkdwn(0) },
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a section without text',
    { type: 'section', fields: [mrkdwn(1)] },
    { type: 'section' },
    'missing required field: text [json-pointer:/blocks/0]',
  ],
  [
    'header',
    { type: 'header', text: plain(150) },
    { type: 'header', text: plain(151) },
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'context',
    { type: 'context', elements: Array(10).fill(mrkdwn(5)) },
    { type: 'context', elements: Array(11).fill(mrkdwn(5)) },
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'button text',
    actions(button({ text: plain(75) })),
    actions(button({ text: plain(76) })),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'button value',
    actions(button({ value: 'x'.repeat(2000) })),
    actions(button({ value: 'x'.repeat(2001) })),
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'action_id',
    actions(button({ action_id: 'x'.repeat(255) })),
    actions(button({ action_id: 'x'.repeat(256) })),
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'block_id',
    { type: 'divider', block_id: 'x'.repeat(255) },
    { type: 'divider', block_id: 'x'.repeat(256) },
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'actions',
    actions(...Array.from({ length: 25 }, (_, n) => button({ action_id: `a${n}` }))),
    actions(...Array.from({ length: 26 }, (_, n) => button({ action_id: `a${n}` }))),
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'an action_id twice',
    actions(button(), button({ action_id: 'b' })),
    actions(button(), button()),
    '`action_id` already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'option value',
    actions(select({ options: [option({ value: 'x'.repeat(150) })] })),
    actions(select({ options: [option({ value: 'x'.repeat(151) })] })),
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  [
    'option text',
    actions(select({ options: [option({ text: plain(75) })] })),
    actions(select({ options: [option({ text: plain(76) })] })),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
  ],
  [
    'options',
    actions(select({ options: Array(100).fill(option()) })),
    actions(select({ options: Array(101).fill(option()) })),
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'options or groups',
    actions(select()),
    actions(select({ options: undefined })),
    'must provide one of: options, option_groups [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'overflow',
    actions({ type: 'overflow', options: Array(5).fill(option()) }),
    actions({ type: 'overflow', options: Array(6).fill(option()) }),
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'a confirmation',
    actions(button({ confirm: { title: plain(100), text: plain(300), confirm: plain(30), deny: plain(30) } })),
    actions(button({ confirm: { title: plain(100), text: plain(300), confirm: plain(31), deny: plain(30) } })),
    'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]',
  ],
  [
    'markdown',
    { type: 'markdown', text: 'x'.repeat(12_000) },
    { type: 'markdown', text: 'x'.repeat(12_001) },
    'must be less than 12001 characters [json-pointer:/blocks/0/text]',
  ],
  [
    'table rows',
    { type: 'table', rows: Array(100).fill([cell]) },
    { type: 'table', rows: Array(101).fill([cell]) },
    'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'table cells',
    { type: 'table', rows: [Array(20).fill(cell)] },
    { type: 'table', rows: [Array(21).fill(cell)] },
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
  [
    'a data table',
    { type: 'data_table', caption: 'c', rows: [[cell], [cell]] },
    { type: 'data_table', rows: [[cell], [cell]] },
    'missing required field: caption [json-pointer:/blocks/0]',
  ],
  [
    'rows of one width',
    {
      type: 'data_table',
      caption: 'c',
      rows: [
        [cell, cell],
        [cell, cell],
      ],
    },
    { type: 'data_table', caption: 'c', rows: [[cell, cell], [cell]] },
    'every row must have the same number of cells [json-pointer:/blocks/0/rows]',
  ],
  [
    'rich text',
    styled,
    { type: 'rich_text', elements: [{ type: 'rich_text_poem', elements: [] }] },
    'unsupported type: rich_text_poem [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a kind of block',
    { type: 'divider' },
    { type: 'nonsense_block' },
    'unsupported type: nonsense_block [json-pointer:/blocks/0/type]',
  ],
  [
    'an unknown field',
    { type: 'divider' },
    { type: 'divider', colour: 'red' },
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'an alert, which is for modals',
    { type: 'divider' },
    { type: 'alert', text: plain(5) },
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  [
    'a number input, which is for modals',
    input({ type: 'plain_text_input' }),
    input({ type: 'number_input', is_decimal_allowed: false }),
    'unsupported type: number_input [json-pointer:/blocks/0/element/type]',
  ],
];

describe('blocks of a message', () => {
  it.each(MESSAGE_LIMITS)('keep to the limit of %s', async (_, largest, tooLarge, words) => {
    const { client } = await startSlack();
    const post = (block: object) =>
      client.apiCall('chat.postMessage', { channel: BOOKINGS, text: 'x', blocks: [block] });

    await post(largest);
    const refused = await errorOf(post(tooLarge));

    expect(refused).toEqual({ error: 'invalid_blocks', messages: [`[ERROR] ${words}`] });
  });

  it('are fifty at most, with every block_id once', async () => {
    const { client } = await startSlack();
    const post = (blocks: object[]) => client.apiCall('chat.postMessage', { channel: BOOKINGS, text: 'x', blocks });
    const divider = { type: 'divider' };

    await post(Array(50).fill(divider));
    const tooMany = await errorOf(post(Array(51).fill(divider)));
    const doubled = await errorOf(
      post([
        { ...divider, block_id: 'a' },
        { ...divider, block_id: 'a' },
      ]),
    );

    expect(tooMany.messages).toEqual(['[ERROR] no more than 50 items allowed [json-pointer:/blocks]']);
    expect(doubled.messages).toEqual(['[ERROR] `block_id` already exists [json-pointer:/blocks/1/block_id]']);
  });
});

const text = (change: object = {}) => input({ type: 'plain_text_input', ...change });

const VIEW_LIMITS: [string, object, object, string][] = [
  [
    'title',
    { title: plain(24) },
    { title: plain(25) },
    'must be less than 25 characters [json-pointer:/view/title/text]',
  ],
  [
    'submit',
    { submit: plain(24) },
    { submit: plain(25) },
    'must be less than 25 characters [json-pointer:/view/submit/text]',
  ],
  [
    'close',
    { close: plain(24) },
    { close: plain(25) },
    'must be less than 25 characters [json-pointer:/view/close/text]',
  ],
  [
    'private_metadata',
    { private_metadata: 'x'.repeat(3000) },
    { private_metadata: 'x'.repeat(3001) },
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  [
    'callback_id',
    { callback_id: 'x'.repeat(255) },
    { callback_id: 'x'.repeat(256) },
    'must be less than 256 characters [json-pointer:/view/callback_id]',
  ],
  [
    'blocks',
    { blocks: Array(100).fill({ type: 'divider' }) },
    { blocks: Array(101).fill({ type: 'divider' }) },
    'no more than 100 items allowed [json-pointer:/view/blocks]',
  ],
  [
    'submit with inputs',
    {},
    { submit: undefined },
    'missing required field: submit (a modal with an input needs it) [json-pointer:/view]',
  ],
  [
    'label',
    { blocks: [text()] },
    { blocks: [{ ...text(), label: plain(2001) }] },
    'must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]',
  ],
  [
    'placeholder',
    { blocks: [text({ placeholder: plain(150) })] },
    { blocks: [text({ placeholder: plain(151) })] },
    'must be less than 151 characters [json-pointer:/view/blocks/0/element/placeholder/text]',
  ],
  [
    'max_length',
    { blocks: [text({ max_length: 3000 })] },
    { blocks: [text({ max_length: 3001 })] },
    'must be at most 3000 [json-pointer:/view/blocks/0/element/max_length]',
  ],
  [
    'alert',
    { blocks: [{ type: 'alert', text: plain(200) }] },
    { blocks: [{ type: 'alert', text: plain(201) }] },
    'must be less than 201 characters [json-pointer:/view/blocks/0/text/text]',
  ],
  [
    'focus',
    { blocks: [text({ focus_on_load: true }), text()] },
    { blocks: [text({ focus_on_load: true }), text({ focus_on_load: true })] },
    'only one element may have `focus_on_load` [json-pointer:/view/blocks/1/element/focus_on_load]',
  ],
  [
    'a table, which is for messages',
    {},
    { blocks: [{ type: 'table', rows: [[cell]] }] },
    'unsupported type: table [json-pointer:/view/blocks/0/type]',
  ],
];

describe('a view', () => {
  it.each(VIEW_LIMITS)('keeps to the limit of %s', async (_, largest, tooLarge, words) => {
    const slack = await startSlack();
    const open = async (change: Record<string, unknown>) => {
      const { triggerId } = await typeCommand(slack);
      return slack.client.views.open({ trigger_id: triggerId, view: modal(change) });
    };

    await open({ ...largest });
    const refused = await errorOf(open({ ...tooLarge }));

    expect(refused).toEqual({ error: 'invalid_arguments', messages: [`[ERROR] ${words}`] });
  });

  it('has 250 KB at most', async () => {
    const slack = await startSlack();
    const { triggerId } = await typeCommand(slack);
    const blocks = Array(100).fill({ type: 'section', text: mrkdwn(3000) });

    const refused = await errorOf(slack.client.views.open({ trigger_id: triggerId, view: modal({ blocks }) }));

    expect(refused.error).toBe('view_too_large');
  });
});

describe('blocks.validate', () => {
  it('names each problem without a token', async () => {
    const { origin } = await startSlack();

    const response = await fetch(`${origin}/api/blocks.validate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ blocks: [{ type: 'header', text: plain(151) }] }),
    });

    expect(await response.json()).toEqual({
      ok: true,
      errors: [
        {
          pointer: '/blocks/0/text/text',
          code: 'too_big',
          message: 'must be less than 151 characters',
          constraint: 150,
        },
      ],
    });
  });
});
