import { describe, expect, it } from 'vitest';
import { checkView } from '../../sandbox/slack/validate/check.ts';
import {
  MAX_BUTTON_LENGTH,
  MAX_CHECKBOXES,
  MAX_CONFIRM_BUTTON_LENGTH,
  MAX_CONFIRM_TEXT_LENGTH,
  MAX_CONFIRM_TITLE_LENGTH,
  MAX_HINT_LENGTH,
  MAX_INPUT_LENGTH,
  MAX_LABEL_LENGTH,
  MAX_METADATA_LENGTH,
  MAX_OPTION_LENGTH,
  MAX_OPTION_VALUE_LENGTH,
  MAX_OPTIONS,
  MAX_PLACEHOLDER_LENGTH,
  MAX_TEXT_LENGTH,
  MAX_TITLE_LENGTH,
  MAX_URL_LENGTH,
  MAX_VIEW_BLOCKS,
} from '../../src/slack/limits.ts';

const words = (length: number) => 'a'.repeat(length);
const plain = (length: number) => ({ type: 'plain_text', text: words(length) });
const section = (more: object = {}) => ({ type: 'section', text: plain(1), ...more });
const button = (more: object = {}) => section({ accessory: { type: 'button', text: plain(1), ...more } });
const confirm = (more: object) =>
  button({ confirm: { title: plain(1), text: plain(1), confirm: plain(1), deny: plain(1), ...more } });
const view = (more: object = {}) => ({
  type: 'modal',
  title: plain(1),
  submit: plain(1),
  blocks: [section()],
  ...more,
});
const input = (element: object, more: object = {}) =>
  view({ blocks: [{ type: 'input', label: plain(1), element: { type: 'plain_text_input', ...element }, ...more }] });
const options = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, at) => ({ text: plain(1), value: String(at), ...more }));
const menu = (type: string, count: number, more: object = {}) => input({ type, options: options(count, more) });

describe('the limits by which texts are cut', () => {
  it.each<[string, number, (size: number) => object]>([
    [
      'a title and its buttons',
      MAX_TITLE_LENGTH,
      (size) => view({ title: plain(size), submit: plain(size), close: plain(size) }),
    ],
    [
      'the blocks of a view',
      MAX_VIEW_BLOCKS,
      (size) => view({ blocks: Array.from({ length: size }, () => section()) }),
    ],
    ['what a view carries', MAX_METADATA_LENGTH, (size) => view({ private_metadata: words(size) })],
    ['a text', MAX_TEXT_LENGTH, (size) => view({ blocks: [section({ text: plain(size) })] })],
    ['an address', MAX_URL_LENGTH, (size) => view({ blocks: [button({ url: words(size) })] })],
    ['a button', MAX_BUTTON_LENGTH, (size) => view({ blocks: [button({ text: plain(size) })] })],
    [
      'the title of a question',
      MAX_CONFIRM_TITLE_LENGTH,
      (size) => view({ blocks: [confirm({ title: plain(size) })] }),
    ],
    ['the text of a question', MAX_CONFIRM_TEXT_LENGTH, (size) => view({ blocks: [confirm({ text: plain(size) })] })],
    [
      'the buttons of a question',
      MAX_CONFIRM_BUTTON_LENGTH,
      (size) => view({ blocks: [confirm({ confirm: plain(size), deny: plain(size) })] }),
    ],
    ['a field', MAX_INPUT_LENGTH, (size) => input({ max_length: size, initial_value: words(size) })],
    ['a label', MAX_LABEL_LENGTH, (size) => input({}, { label: plain(size) })],
    ['a hint', MAX_HINT_LENGTH, (size) => input({}, { hint: plain(size) })],
    ['an example in a field', MAX_PLACEHOLDER_LENGTH, (size) => input({ placeholder: plain(size) })],
    ['the options of a menu', MAX_OPTIONS, (size) => menu('static_select', size)],
    ['the boxes of a group', MAX_CHECKBOXES, (size) => menu('checkboxes', size)],
    [
      'an option',
      MAX_OPTION_LENGTH,
      (size) => menu('static_select', 1, { text: plain(size), description: plain(size) }),
    ],
    ['the value of an option', MAX_OPTION_VALUE_LENGTH, (size) => menu('static_select', 1, { value: words(size) })],
  ])('are all that Slack takes, and no more: %s', (_, limit, sized) => {
    expect(checkView(sized(limit))).toEqual([]);
    expect(checkView(sized(limit + 1))).not.toEqual([]);
  });
});
