import { describe, expect, it } from 'vitest';
import { fillTemplate } from '../../../../src/core/template/fields/fields.ts';
import { valuesOf } from '../../../../src/core/template/message/message-values.ts';
import { templateOf } from '../../../support/slack.ts';

const EVERYTHING = templateOf({
  name: 'everything',
  header: { format: 'image', example: undefined },
  body: {
    text: 'Hello {{1}}, {{2}}',
    parameters: [
      { name: '1', label: 'Name', example: undefined },
      { name: '2', label: 'What', example: undefined },
    ],
  },
  buttons: [
    { kind: 'url', label: 'One', url: 'https://example.com/{{1}}', example: undefined },
    { kind: 'url', label: 'Two', url: 'https://example.com/b/{{1}}', example: undefined },
    { kind: 'quick_reply', label: 'Yes' },
    { kind: 'quick_reply', label: 'Later' },
    { kind: 'quick_reply', label: 'No' },
    { kind: 'copy_code', label: 'Copy', example: undefined },
  ],
});

describe('a message that is sent again', () => {
  it('is filled in as it was typed', () => {
    const typed = {
      media_url: 'https://example.com/a.png',
      param_1: 'Asha',
      param_2: 'your flight',
      param_url: 'one',
      second_param_url: 'two',
      coupon_code: 'SAVE10',
      payload_1: 'yes',
      payload_2: 'later',
      payload_3: 'no',
    };
    const first = fillTemplate(EVERYTHING, typed);
    if (!first.ok) throw new Error(JSON.stringify(first.failure));

    expect(valuesOf(first.value)).toEqual(typed);
    expect(fillTemplate(EVERYTHING, valuesOf(first.value))).toEqual(first);
  });

  it('leaves out what was left empty', () => {
    const bare = templateOf({ name: 'bare' });
    const message = fillTemplate(bare, {});

    expect(message.ok && valuesOf(message.value)).toEqual({});
  });
});
