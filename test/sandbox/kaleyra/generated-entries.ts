import fc from 'fast-check';

/** A template as Meta gives it, with values for whatever it needs, drawn from `texts` and `suffixes` in order. */
export interface EntryCase {
  readonly entry: {
    readonly name: string;
    readonly language: string;
    readonly category: string;
    readonly status: string;
    readonly components: readonly Readonly<Record<string, unknown>>[];
  };
  readonly texts: readonly string[];
  readonly suffixes: readonly string[];
}

const characters = (alphabet: string) => fc.constantFrom(...alphabet) as fc.Arbitrary<string>;
const literal = fc
  .string({ unit: characters('abc XYZ.,:é*_~`\n नम😀"\\$&{}'), maxLength: 12 })
  .map((text) => text.replace(/[{}]{2,}/g, ''));
const text = fc
  .string({ unit: characters("abcABC012 ,;'{}$&%<>é😀न*_~`"), minLength: 1, maxLength: 16 })
  .filter((value) => value.trim() === value && !/ {5}/.test(value));
const suffix = fc.stringMatching(/^[a-z0-9/?=&%{}$_.,-]{1,16}$/);
const label = fc.stringMatching(/^[A-Za-z ]{0,8}[A-Za-z]$/);

const names = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map((count) => Array.from({ length: count }, (_, at) => String(at + 1))),
  fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), { maxLength: 6 }),
);

/** The names in any order, some twice, between literals. */
const body = names.chain((slots) =>
  fc
    .tuple(
      fc.shuffledSubarray(slots, { minLength: slots.length }),
      fc.subarray(slots, { maxLength: Math.min(3, slots.length) }),
      fc.array(literal, { minLength: 16, maxLength: 16 }),
    )
    .map(([order, again, literals]) => {
      const woven = [...order, ...again].map((name, at) => `${literals[at % 16]}{{${name}}}`).join('');
      return { type: 'BODY', text: `Hi ${woven}${literals[15]}.` };
    }),
);

const header = fc.option(
  fc.constantFrom<Readonly<Record<string, unknown>>>(
    { type: 'HEADER', format: 'TEXT', text: 'Fixed words' },
    { type: 'HEADER', format: 'TEXT', text: 'For {{1}}, gladly' },
    { type: 'HEADER', format: 'TEXT', text: '{{customer}}' },
    { type: 'HEADER', format: 'IMAGE' },
    { type: 'HEADER', format: 'VIDEO' },
    { type: 'HEADER', format: 'DOCUMENT' },
  ),
);

const footer = fc.option(label.map((words) => ({ type: 'FOOTER', text: words })));

const fixedButtons = fc.array(
  label.chain((words) =>
    fc.constantFrom<Readonly<Record<string, unknown>>>(
      { type: 'QUICK_REPLY', text: words },
      { type: 'PHONE_NUMBER', text: words, phone_number: '+15550100200' },
      { type: 'URL', text: words, url: 'https://example.com/fixed' },
    ),
  ),
  { maxLength: 6 },
);
const dynamicButtons = fc.array(
  label.map((words) => ({ type: 'URL', text: words, url: `https://example.com/${words.length}/{{1}}` })),
  { maxLength: 2 },
);
const copyCode = fc.constantFrom([], [{ type: 'COPY_CODE' }], [{ type: 'COPY_CODE', text: 'Take it' }]);

const buttons = fc
  .tuple(fixedButtons, dynamicButtons, copyCode)
  .chain((all) => {
    const mixed: readonly Readonly<Record<string, unknown>>[] = all.flat();
    return fc.shuffledSubarray([...mixed], { minLength: mixed.length });
  })
  .map((list) => (list.length === 0 ? null : { type: 'BUTTONS', buttons: list }));

export const entryCase: fc.Arbitrary<EntryCase> = fc
  .record({
    components: fc.tuple(header, body, footer, buttons),
    texts: fc.array(text, { minLength: 16, maxLength: 16 }),
    suffixes: fc.array(suffix, { minLength: 2, maxLength: 2 }),
  })
  .map(({ components, texts, suffixes }) => ({
    entry: {
      name: 'made_up',
      language: 'en',
      category: 'UTILITY',
      status: 'APPROVED',
      components: components.filter((component) => component !== null),
    },
    texts,
    suffixes,
  }));
