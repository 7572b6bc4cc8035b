import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FIELDS, templateFields } from '../../../src/core/template/fields/fields.ts';
import type { Template, TemplateButton } from '../../../src/core/template/template.ts';
import type { InputField } from '../../../src/flow/send/review-send.ts';
import { type ComposeState, composeView, readComposeView } from '../../../src/slack/compose/compose-view.ts';
import type { FormFacts } from '../../../src/slack/compose/fixed-inputs.ts';
import { problemsByBlock } from '../../../src/slack/compose/problem-blocks.ts';
import { MAX_VIEW_BLOCKS } from '../../../src/slack/limits.ts';
import { accepted, inputFor, inputsOf, stateOf, templateOf, textsIn } from '../../support/slack.ts';
import { BOOKING, DELAY, OTHER_SENDER, SENDER } from '../../support/slack-needs.ts';

const EMPTY: ComposeState = {
  chosen: undefined,
  values: {},
  recipients: '',
  sender: undefined,
  channelId: 'C1',
  metadata: { channelId: 'C1', kept: {} },
  banner: undefined,
};

const words = (maxLength: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength });

const button: fc.Arbitrary<TemplateButton> = fc.oneof(
  fc.record({ kind: fc.constant('quick_reply' as const), label: words(25) }),
  fc.record({
    kind: fc.constant('url' as const),
    label: words(25),
    url: fc.constantFrom('https://a.example/{{1}}', 'https://b.example/x'),
    example: fc.constant(undefined),
  }),
  fc.record({ kind: fc.constant('copy_code' as const), label: words(25), example: words(15) }),
);

const template: fc.Arbitrary<Template> = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9_]{0,180}$/),
    language: fc.constantFrom('en', 'en_US', 'hi'),
    header: fc.constantFrom<Template['header']>(
      undefined,
      { format: 'text', text: 'Hi {{1}}', example: 'x' },
      { format: 'image', example: undefined },
    ),
    labels: fc.array(words(300), { maxLength: 12 }),
    footer: fc.option(words(60), { nil: undefined }),
    buttons: fc.array(button, { maxLength: 4 }),
  })
  .map(({ labels, ...rest }) => {
    const parameters = labels.map((label, index) => ({ name: String(index + 1), label, example: label }));
    return templateOf({
      ...rest,
      body: { text: parameters.map(({ name }) => `{{${name}}}`).join(' and '), parameters },
    });
  });

function stateFor(chosen: Template, value: string): ComposeState {
  const values = Object.fromEntries(
    templateFields(chosen).map(({ id, maxLength }, index) => [
      id,
      `${value}${index}`.slice(0, Math.min(maxLength, 15)),
    ]),
  );
  return { ...EMPTY, chosen: { kind: 'listed', template: chosen }, values, recipients: '+91 98765 43210\n+39 347' };
}

const LIVE: FormFacts = { senders: [SENDER], mode: 'live' };

/** What Slack would hand back for a view that nobody touched. */
function readBack(state: ComposeState, senders = [SENDER]) {
  const view = composeView(state, { senders, mode: 'live' });
  return readComposeView({ private_metadata: view.private_metadata ?? '', state: stateOf(view) });
}

describe('the compose view', () => {
  it('starts with the template, the recipients and the place of the result, and a button "Review"', () => {
    const view = composeView(EMPTY, LIVE);

    expect(inputsOf(view).map(({ label }) => label.text)).toEqual(['Template', 'Recipients', 'Post the result in']);
    expect(view).toMatchObject({ title: { text: 'Send a WhatsApp message' }, submit: { text: 'Review' } });
  });

  it('has room for the longest template that is sent from here, whatever else stands in it', () => {
    const numbers = Array.from({ length: MAX_FIELDS }, (_, at) => at + 1);
    const parameters = numbers.map((at) => ({ name: String(at), label: `Value ${at}`, example: undefined }));
    const longest = templateOf({
      name: 'longest',
      status: 'FLAGGED',
      header: undefined,
      buttons: [],
      body: { text: parameters.map(({ name }) => `{{${name}}}`).join(' '), parameters },
      textNote: { kind: 'differs', differences: [{ part: 'body', file: 'a', approved: 'b' }] },
    });
    const fullest: ComposeState = {
      ...EMPTY,
      chosen: { kind: 'listed', template: longest },
      banner: 'Fix this.',
      numbersProblem: 'Which country?',
      draftOf: new Date(),
      freshness: { asOf: new Date(), problem: undefined },
      metadata: {
        ...EMPTY.metadata,
        notOffered: '3 templates are not offered.',
        countries: [{ code: 'IN', label: 'India' }],
        again: { missed: 1, useless: 1, unknown: 1, all: 3, warning: 'They may get it twice.' },
      },
    };

    const view = composeView(fullest, { senders: [SENDER, OTHER_SENDER], mode: 'trial' });

    expect(inputsOf(view).length).toBeGreaterThan(MAX_FIELDS);
    expect(view.blocks.length).toBeLessThanOrEqual(MAX_VIEW_BLOCKS);
  });

  it('says under a template’s text when it is not the file’s, or was not compared', () => {
    const noteOf = (textNote: Template['textNote']) =>
      composeView(
        { ...EMPTY, chosen: { kind: 'listed', template: { ...BOOKING, ...(textNote && { textNote }) } } },
        LIVE,
      ).blocks;
    const differs = noteOf({ kind: 'differs', differences: [{ part: 'body', file: 'a', approved: 'b' }] });
    const shown = textsIn(differs);

    expect(shown).toContain('⚠ The templates file has another text for booking_confirm than Kaleyra’s list (body).');
    expect(shown.indexOf('Thank you')).toBeLessThan(shown.indexOf('another text'));
    expect(textsIn(noteOf({ kind: 'only_in_file', why: 'no_text' }))).toContain(
      '⚠ Kaleyra lists booking_confirm without',
    );
    expect(textsIn(noteOf({ kind: 'not_compared', parts: ['header', 'body'] }))).toContain(
      'Text from the file, not compared',
    );
    expect(textsIn(noteOf(undefined))).not.toMatch(/from the file|another text/);
  });

  it('offers the sender only when there are several', () => {
    const view = composeView(EMPTY, { senders: [SENDER, OTHER_SENDER], mode: 'live' });

    expect(inputFor(view, 'sender')).toMatchObject({
      label: { text: 'From' },
      element: {
        options: [
          { text: { text: 'Support · +919800000000' }, value: '+919800000000' },
          { text: { text: '+390612345678' }, value: '+390612345678' },
        ],
        initial_option: { value: '+919800000000' },
      },
    });
  });

  it('shows the template as a quote with its empty places marked, then a field for each', () => {
    const view = composeView({ ...EMPTY, chosen: { kind: 'listed', template: BOOKING } }, LIVE);

    expect(textsIn(view.blocks)).toContain(
      'Booking ⟨Value in the header⟩\nHello ⟨Customer⟩, your booking ⟨Booking number⟩ is confirmed.\nThank you\n[View]  [Stop]',
    );
    expect(view.blocks[1]).toMatchObject({ type: 'rich_text', elements: [{ type: 'rich_text_quote' }] });
    expect(inputsOf(view).map(({ element }) => 'action_id' in element && element.action_id)).toEqual([
      'template',
      'param_header',
      'param_1',
      'param_2',
      'param_url',
      'payload_1',
      'recipients',
      'channel',
    ]);
  });

  it("draws WhatsApp's own formatting, whatever a label holds", () => {
    const parameters = [{ name: '1', label: 'Your *number*', example: undefined }];
    const starred = templateOf({ name: 'starred', body: { text: 'Booking *{{1}}* of _today_', parameters } });

    const [, quote] = composeView({ ...EMPTY, chosen: { kind: 'listed', template: starred } }, LIVE).blocks;

    expect(quote).toMatchObject({
      elements: [
        {
          elements: [
            { text: 'Booking ' },
            { text: '⟨Your number⟩', style: { bold: true } },
            { text: ' of ' },
            { text: 'today', style: { italic: true } },
          ],
        },
      ],
    });
  });

  it('asks for name and values of a template that is not in the list', () => {
    const view = composeView({ ...EMPTY, chosen: { kind: 'by_name', name: 'brand_new' } }, LIVE);

    expect(inputFor(view, 'template_name')).toMatchObject({ element: { initial_value: 'brand_new' } });
    expect(inputFor(view, 'params')).toMatchObject({ optional: true, element: { multiline: true } });
  });

  it('gives every field its own block for each template, and the others always the same', () => {
    const ids = (chosen: Template) =>
      Object.fromEntries(
        inputsOf(composeView({ ...EMPTY, chosen: { kind: 'listed', template: chosen } }, LIVE)).map((block) => [
          'action_id' in block.element ? block.element.action_id : '',
          block.block_id,
        ]),
      );

    expect(ids(BOOKING)['param_1']).not.toBe(ids(DELAY)['param_1']);
    expect(ids(BOOKING)['param_1']).toBe(ids(BOOKING)['param_1']);
    expect(ids(BOOKING)).toMatchObject({ template: 'template', recipients: 'recipients', channel: 'channel' });
    expect(ids(DELAY)).toMatchObject({ template: 'template', recipients: 'recipients', channel: 'channel' });
  });
});

describe('reading the compose view', () => {
  it('gives back what was composed, for any template', () => {
    fc.assert(
      fc.property(template, words(10), (chosen, value) => {
        const state = stateFor(chosen, value);

        const { input, values } = readBack(state);

        expect(values).toEqual(state.values);
        expect(input).toEqual({
          channelId: 'C1',
          responseUrl: undefined,
          parentId: undefined,
          choice: { kind: 'listed', name: chosen.name, language: chosen.language },
          values: state.values,
          recipients: state.recipients,
          sender: undefined,
        });
      }),
      { numRuns: 200 },
    );
  });

  it('gives back a template sent by name', () => {
    const state: ComposeState = {
      ...EMPTY,
      chosen: { kind: 'by_name', name: 'old' },
      values: { template_name: 'new_name', params: 'Asha\nBK-77' },
      sender: OTHER_SENDER.number,
    };

    const { input } = readBack(state, [SENDER, { ...OTHER_SENDER, name: 'Rome' }]);

    expect(input).toMatchObject({
      choice: { kind: 'by_name', name: 'new_name', params: 'Asha\nBK-77' },
      values: {},
      sender: '+390612345678',
    });
  });

  it('gives back nothing for what is empty', () => {
    expect(readBack(EMPTY).input).toEqual({
      channelId: 'C1',
      responseUrl: undefined,
      parentId: undefined,
      choice: undefined,
      values: {},
      recipients: '',
      sender: undefined,
    });
  });

  it('keeps the response_url for the channel that it belongs to, and the send that this one repeats', () => {
    const metadata = { channelId: 'C1', responseUrl: 'https://hooks.slack.test/1', parentId: 'S0', kept: {} };

    expect(readBack({ ...EMPTY, metadata }).input).toMatchObject({ responseUrl: metadata.responseUrl, parentId: 'S0' });
    expect(readBack({ ...EMPTY, metadata, channelId: 'C2' }).input.responseUrl).toBeUndefined();
  });

  it('survives metadata that is not ours', () => {
    for (const private_metadata of ['', 'null', '[]', '{"channelId":7}', '{']) {
      expect(readComposeView({ private_metadata, state: { values: {} } }).input).toMatchObject({ channelId: '' });
    }
  });
});

describe('a problem', () => {
  it('finds a block that the view shows, whatever it is about', () => {
    fc.assert(
      fc.property(template, (chosen) => {
        const view = composeView(
          { ...EMPTY, chosen: { kind: 'listed', template: chosen } },
          { senders: [SENDER, OTHER_SENDER], mode: 'live' },
        );
        const always = ['template', 'recipients', 'sender', 'channel'] as const;
        const fields: InputField[] = [...templateFields(chosen).map(({ id }) => id), ...always];

        for (const field of fields) {
          const [blockId] = Object.keys(problemsByBlock([{ field, sentence: 'x' }], view.blocks));
          expect(blockId).toBe(inputFor(view, field)?.block_id);
        }
      }),
    );
  });

  it('goes to the nearest input when its own is not shown, and is never lost', () => {
    const { blocks } = composeView(EMPTY, LIVE);

    const errors = problemsByBlock(
      [
        { field: 'param_1', sentence: 'Fill in "Customer".' },
        { field: 'template_name', sentence: 'Give the name.' },
        { field: 'sender', sentence: 'A number sends to itself.' },
      ],
      blocks,
    );

    expect(errors).toEqual({
      template: 'Fill in "Customer". Give the name.',
      recipients: 'A number sends to itself.',
    });
  });
});

describe("Slack's limits", () => {
  it('are kept by the view of any template', () => {
    fc.assert(
      fc.property(template, words(40), (chosen, value) => {
        const kept = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}`, 'v'.repeat(500)]));
        const banner = 'n'.repeat(5000);
        const view = composeView({ ...stateFor(chosen, value), metadata: { channelId: 'C1', kept }, banner }, LIVE);

        expect(accepted(view)).toBe(view);
        expect(view.private_metadata?.length).toBeLessThanOrEqual(3000);
        expect(new Set(inputsOf(view).map(({ block_id }) => block_id)).size).toBe(inputsOf(view).length);
        for (const { block_id, element, hint, label } of inputsOf(view)) {
          expect(block_id?.length).toBeLessThanOrEqual(255);
          expect(label.text.length).toBeGreaterThan(0);
          expect(label.text.length).toBeLessThanOrEqual(2000);
          expect(hint?.text.length ?? 1).toBeGreaterThan(0);
          if (element.type !== 'plain_text_input') continue;
          expect(element.placeholder?.text.length ?? 1).toBeLessThanOrEqual(150);
          expect(element.initial_value?.length ?? 0).toBeLessThanOrEqual(element.max_length ?? 0);
          expect(element.max_length).toBeLessThanOrEqual(3000);
        }
        expect(JSON.stringify(view)).not.toContain('"text":""');
        expect(JSON.stringify(view).isWellFormed()).toBe(true);
      }),
    );
  });
});
