import fc from 'fast-check';
import type { FieldValues } from '../../../src/core/template/fields/field.ts';
import { templateFields } from '../../../src/core/template/fields/fields.ts';
import type { Template, TemplateButton, TemplateHeader } from '../../../src/core/template/template.ts';

/** A template, what a person means to put into each place by its name, and how the phone must show it. */
export interface TemplateCase {
  readonly template: Template;
  readonly values: FieldValues;
  readonly expectedBody: string;
  readonly expectedUrls: readonly string[];
  readonly expectedHeader: string | undefined;
}

const literal = fc.string({ unit: fc.constantFrom(...'abc XYZ.,é*_~ नम\n😀') as fc.Arbitrary<string>, maxLength: 12 });
const value = fc
  .string({
    unit: fc.constantFrom(...'abcABC012 ,"\'{}$&\\é😀*_') as fc.Arbitrary<string>,
    minLength: 1,
    maxLength: 20,
  })
  .filter((text) => text.trim() === text && !/ {5}/.test(text));
const suffix = fc.stringMatching(/^[a-z0-9?=&%{}$_-][a-z0-9/?=&%{}$_-]{0,19}$/);

const names = fc.oneof(
  fc.integer({ min: 0, max: 14 }).map((count) => Array.from({ length: count }, (_, index) => String(index + 1))),
  fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), { maxLength: 6 }),
);

const fixedButton: fc.Arbitrary<TemplateButton> = fc.oneof(
  fc.record({ kind: fc.constant('quick_reply' as const), label: fc.constant('Stop') }),
  fc.record({ kind: fc.constant('phone_number' as const), label: fc.constant('Call'), number: fc.constant('+911') }),
  fc.record({
    kind: fc.constant('url' as const),
    label: fc.constant('Site'),
    url: fc.constant('https://example.com/'),
    example: fc.constant(undefined),
  }),
);

/** Buttons in any order with at most two links to fill, and the link that each must lead to. */
const buttonsAndUrls = fc
  .tuple(fc.array(fixedButton, { maxLength: 3 }), fc.array(suffix, { maxLength: 2 }), fc.infiniteStream(fc.nat(9)))
  .map(([fixed, suffixes, places]) => {
    const buttons: TemplateButton[] = [...fixed];
    const stems = suffixes.map((_, index) => `https://example.com/${index}/`);
    for (const stem of stems) {
      const at = Math.min(places.next().value ?? 0, buttons.length);
      buttons.splice(at, 0, { kind: 'url', label: stem, url: `${stem}{{1}}`, example: undefined });
    }
    const inOrder = stems.toSorted((a, b) => labelPlace(buttons, a) - labelPlace(buttons, b));
    return { buttons, urlValues: suffixes, urls: inOrder.map((stem, index) => `${stem}${suffixes[index]}`) };
  });

function labelPlace(buttons: readonly TemplateButton[], label: string): number {
  return buttons.findIndex((button) => button.label === label);
}

export const templateCase: fc.Arbitrary<TemplateCase> = fc
  .record({
    names,
    literals: fc.array(literal, { minLength: 16, maxLength: 16 }),
    texts: fc.array(value, { minLength: 16, maxLength: 16 }),
    order: fc.infiniteStream(fc.nat(1000)),
    hasHeader: fc.boolean(),
    buttonsAndUrls,
  })
  .map(({ names, literals, texts, order, hasHeader, buttonsAndUrls: { buttons, urlValues, urls } }) => {
    const shuffled = (): string[] =>
      names
        .map((name) => ({ name, at: order.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ name }) => name);
    const meant = new Map(names.map((name, index) => [name, texts[index] ?? '']));
    const standing = shuffled();
    const weave = (place: (name: string) => string): string =>
      standing.map((name, index) => `${literals[index]}${place(name)}`).join('') + literals[15];
    const header: TemplateHeader | undefined = hasHeader
      ? { format: 'text', text: 'For {{1}}', example: undefined }
      : undefined;
    const template: Template = {
      name: 'made_up',
      language: 'en',
      category: 'UTILITY',
      status: 'APPROVED',
      header,
      body: {
        text: weave((name) => `{{${name}}}`),
        parameters: shuffled().map((name) => ({ name, label: `About ${name}`, example: undefined })),
      },
      footer: undefined,
      buttons,
    };
    return {
      template,
      values: valuesByLabel(template, meant, urlValues),
      expectedBody: weave((name) => meant.get(name) ?? ''),
      expectedUrls: urls,
      expectedHeader: hasHeader ? 'For Asha' : undefined,
    };
  });

/** Types as a person does: reads the label over each field and puts there what belongs to it. */
function valuesByLabel(
  template: Template,
  meant: ReadonlyMap<string, string>,
  urlValues: readonly string[],
): FieldValues {
  const suffixes = urlValues.values();
  return Object.fromEntries(
    templateFields(template).map(({ id, label }) => {
      if (id === 'param_header') return [id, 'Asha'];
      if (id === 'param_url' || id === 'second_param_url') return [id, suffixes.next().value ?? ''];
      return [id, meant.get(label.replace('About ', '')) ?? ''];
    }),
  );
}
