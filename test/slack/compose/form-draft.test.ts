import { describe, expect, it } from 'vitest';
import type { Composed, ComposeState } from '../../../src/slack/compose/compose-view.ts';
import { formOfDraft, writeFormDraft } from '../../../src/slack/compose/form-draft.ts';
import { templateValue } from '../../../src/slack/compose/template/template-value.ts';
import { BOOKING, catalogueOf } from '../../support/slack-needs.ts';

const AT = new Date('2026-11-22T14:01:00Z');
const OPENING: ComposeState = {
  chosen: undefined,
  values: {},
  recipients: '',
  sender: undefined,
  channelId: 'C9',
  metadata: { channelId: 'C9', kept: {} },
  banner: undefined,
};
const INDIA = [{ code: 'IN', label: '+91 India' }];

interface Typed {
  readonly input?: Partial<Composed['input']>;
  readonly values?: Composed['values'];
  readonly selected?: string;
  readonly metadata?: Partial<Composed['metadata']>;
}

function composed({ input, values = {}, selected, metadata }: Typed): Composed {
  const empty = { responseUrl: undefined, parentId: undefined, choice: undefined, values: {}, sender: undefined };
  return {
    input: { ...empty, channelId: 'C1', recipients: '', ...input },
    values,
    selected,
    metadata: { channelId: 'C9', kept: {}, ...metadata },
  };
}

function leftAndOpened(typed: Typed): ComposeState | undefined {
  const text = writeFormDraft(composed(typed), AT);
  return text === undefined ? undefined : formOfDraft(text, OPENING, catalogueOf(BOOKING));
}

describe('a form that was closed and is opened again', () => {
  it.each<[string, Typed, Partial<ComposeState>]>([
    ['numbers alone', { input: { recipients: '98' } }, { recipients: '98' }],
    ['a value alone', { values: { param_1: 'Asha' } }, { values: { param_1: 'Asha' } }],
    [
      'everything',
      {
        input: { recipients: '98765 43210', country: 'IN', sender: '+919800000000' },
        values: { param_1: 'Asha', template_name: 'other', params: 'a\nb' },
        selected: templateValue(BOOKING),
        metadata: { kept: { Guest: 'Ravi' }, countries: INDIA },
      },
      {
        chosen: { kind: 'listed', template: BOOKING },
        values: { param_1: 'Asha', template_name: 'other', params: 'a\nb' },
        recipients: '98765 43210',
        country: 'IN',
        sender: '+919800000000',
        metadata: { channelId: 'C9', kept: { Guest: 'Ravi' }, countries: INDIA },
      },
    ],
  ])('holds what it held: %s', (_, typed, expected) => {
    expect(leftAndOpened(typed)).toEqual({
      ...OPENING,
      channelId: 'C1',
      draftOf: AT,
      country: undefined,
      ...expected,
      metadata: { countries: undefined, ...OPENING.metadata, ...expected.metadata },
    });
  });

  it('holds no template that the list has no more, and no value that no form asks for', () => {
    const text = writeFormDraft(composed({ values: { param_1: 'Asha' }, selected: templateValue(BOOKING) }), AT) ?? '';
    const odd = text.replace('"param_1"', '"param_1":"Asha","odd"');

    expect(formOfDraft(odd, OPENING, catalogueOf())).toMatchObject({ chosen: undefined, values: { param_1: 'Asha' } });
  });

  it.each<[string, Typed]>([
    ['nothing was typed', { input: { recipients: ' \n' }, selected: templateValue(BOOKING) }],
    ['it sends again what was sent', { input: { recipients: '98' }, metadata: { parentId: '01JD' } }],
  ])('is a new one where %s', (_, typed) => {
    expect(leftAndOpened(typed)).toBeUndefined();
  });

  it.each(['', 'no', '{}', '[]', 'null'])('is a new one where its draft is none: %j', (text) => {
    expect(formOfDraft(text, OPENING, catalogueOf(BOOKING))).toBeUndefined();
  });
});
