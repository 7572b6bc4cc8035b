import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldId } from '../../../src/core/template/fields/field.ts';
import { fillTemplate, MAX_FIELDS, templateFields } from '../../../src/core/template/fields/fields.ts';
import { obstacleTo } from '../../../src/core/template/sendability.ts';
import { templateKey } from '../../../src/core/template/template.ts';
import { readOneTemplate, readTemplates, type TemplateList } from '../../../src/files/templates/read-templates.ts';
import { findUnencodable } from '../../../src/kaleyra/request/encodable.ts';
import { naughtyText, unseenText } from '../../support/naughty.ts';

function read(text: string): TemplateList {
  const result = readTemplates(text, 'templates.yml');
  if (!result.ok) throw new Error(result.failure.sentence);
  return result.value;
}

function fileAt(path: string): Promise<string> {
  return readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

function sentences(text: string): string[] {
  return read(text).problems.map(({ sentence }) => sentence);
}

/** One template around the given components, which begin in line 5. */
function withComponents(components: string): string {
  return `templates:
  - name: booking_confirm
    language: en
    category: UTILITY
    components:
${components}`;
}

const HELLO = '{ type: BODY, text: Hello }';

describe('a name that every object has', () => {
  const names = Object.getOwnPropertyNames(Object.prototype);

  it.each(names)('is a name like any other for a placeholder and what is said of others: %s', (name) => {
    const { templates, problems } = read(`templates:
  - name: builders
    language: en
    category: UTILITY
    labels: { site: Which site }
    hints: { site: Which one }
    components:
      - { type: BODY, text: 'Hi, {{${name}}} comes to {{site}}.' }
`);

    // Names with underscores at both ends or capitals are none of Meta's.
    expect(problems.map(({ sentence }) => sentence).join()).not.toMatch(/native code|undefined|breaks/);
    const [template] = templates;
    if (/^[a-z]+$/.test(name))
      expect(template?.body.parameters.map(({ label }) => label)).toEqual([
        expect.stringMatching(/^[A-Za-z ]+$/),
        'Which site',
      ]);
  });

  it.each(names)('is no kind of a button, of a header or of anything else: %s', (name) => {
    const said = sentences(
      withComponents(`      - { type: BODY, text: Hello }
      - { type: HEADER, format: ${name}, text: Hi }
      - { type: BUTTONS, buttons: [{ type: ${name}, text: Yes }] }
      - { type: ${name}, text: Hi }`),
    );

    expect(said.length).toBeGreaterThan(0);
    expect(said.join()).not.toMatch(/native code|undefined/);
  });
});

describe('reading a template file', () => {
  it('finds no template in the file that comes with the bot, so that none is taken for one of the account', async () => {
    expect(read(await fileAt('templates.yml'))).toEqual({ templates: [], problems: [] });
  });

  it('reads every example in the file that comes with the bot, without a problem', async () => {
    const lines = (await fileAt('templates.yml')).split('\n');
    const examples = lines.flatMap((line) => /^# {3}( *(?:-|\w|").*)$/.exec(line)?.[1] ?? []);
    const start = examples.findIndex((line) => line.startsWith('- name'));

    const { templates, problems } = read(examples.slice(start).join('\n'));

    expect(problems).toEqual([]);
    expect(templates.map(templateKey)).toEqual(['booking_confirm:en', 'appointment_reminder:en']);
  });

  it('reads the templates of the sandbox', async () => {
    const { templates } = read(await fileAt('sandbox/templates.yml'));

    expect(templates.length).toBeGreaterThan(30);
    expect(templates[0]).toMatchObject({
      category: 'UTILITY',
      status: 'APPROVED',
      header: undefined,
      body: {
        parameters: [
          { name: '1', label: "Customer's first name", example: 'Asha' },
          { name: '2', label: 'Booking number', example: 'BK-77' },
        ],
      },
      footer: 'Thank you for booking with us',
      buttons: [
        { kind: 'url', label: 'View booking', url: 'https://example.com/login/{{1}}', example: 'bk-77' },
        { kind: 'url', label: 'See a sample', url: 'https://example.com/sample/{{1}}', example: 'deluxe-room' },
        { kind: 'quick_reply', label: 'Stop' },
      ],
    });
  });

  it('reads named parameters, headers and the other kinds of button', async () => {
    const { templates } = read(await fileAt('sandbox/templates.yml'));
    const byName = new Map(templates.map((template) => [templateKey(template), template]));

    expect(byName.get('appointment_reminder:en')?.body.parameters).toEqual([
      { name: 'patient', label: "Patient's name", example: 'Ravi Kumar' },
      { name: 'doctor', label: 'Doctor', example: 'Dr Iyer' },
      { name: 'date', label: 'Date', example: 'Monday 14 July' },
      { name: 'time', label: 'Time', example: '10:30' },
    ]);
    expect(byName.get('order_update:en')?.header).toEqual({ format: 'text', text: 'Order {{1}}', example: 'A-2041' });
    expect(byName.get('order_update:en')?.buttons[1]).toEqual({
      kind: 'phone_number',
      label: 'Call us',
      number: '+15550100200',
    });
    expect(byName.get('invoice_ready:en')?.header).toEqual({
      format: 'document',
      example: 'https://example.com/files/invoice-2211.pdf',
    });
    expect(byName.get('promo_code:en')?.buttons[0]).toEqual({
      kind: 'copy_code',
      label: 'Copy offer code',
      example: 'RAIN25',
    });
  });

  it('reads what the Graph API exports, as JSON and with unknown keys', () => {
    const exported = JSON.stringify({
      data: [
        {
          name: 'order_shipped',
          previous_category: 'TRANSACTIONAL',
          parameter_format: 'NAMED',
          components: [
            {
              type: 'BODY',
              text: 'Order {{order_id}} for {{first_name}}',
              example: { body_text_named_params: [{ param_name: 'order_id', example: 77 }] },
            },
            { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', text: 'Copy', example: ['250FF'] }] },
          ],
          language: 'en_US',
          status: 'APPROVED',
          category: 'UTILITY',
          id: '564750795574598',
        },
      ],
      paging: { cursors: { before: 'x', after: 'y' } },
    });

    const { templates, problems } = read(exported);

    expect(problems).toEqual([]);
    expect(templates[0]?.body.parameters).toEqual([
      { name: 'order_id', label: 'Order id', example: '77' },
      { name: 'first_name', label: 'First name', example: undefined },
    ]);
    expect(templates[0]?.buttons).toEqual([{ kind: 'copy_code', label: 'Copy', example: '250FF' }]);
  });

  it('takes a bare list, any case of a status, and one that Kaleyra writes', () => {
    const text = ['approved', 'Submission Rejected', 'paused']
      .map(
        (status, n) =>
          `- { name: t${n}, language: hi, category: marketing, status: ${status}, components: [${HELLO}] }`,
      )
      .join('\n');

    expect(read(text).templates.map(({ status }) => status)).toEqual(['APPROVED', 'REJECTED', 'PAUSED']);
  });

  it('reads a category from before 2023', () => {
    const text = ['ISSUE_RESOLUTION', 'Transactional']
      .map((category, n) => `- { name: t${n}, language: hi, category: ${category}, components: [${HELLO}] }`)
      .join('\n');

    expect(read(text).templates.map(({ category }) => category)).toEqual(['UTILITY', 'UTILITY']);
  });

  it('lists a template with an unknown status, names the line, and does not send it', () => {
    const text = `- { name: t, language: hi, category: UTILITY, status: Enlightened, components: [${HELLO}] }`;

    expect(read(text).templates.map(({ status }) => status)).toEqual(['UNKNOWN Enlightened']);
    expect(sentences(text)).toEqual([
      'templates.yml, line 1: in t (hi), status is Enlightened, which is none of WhatsApp’s, such as APPROVED or PAUSED; the template is listed and not sent.',
    ]);
  });

  it('sorts numbered parameters by number, and labels those that have no label', () => {
    const slots = Array.from({ length: 11 }, (_, n) => `{{${11 - n}}}`).join(' ');
    const { templates } = read(withComponents(`      - { type: BODY, text: "${slots}" }`));

    expect(templates[0]?.body.parameters.map(({ label }) => label)).toEqual(
      Array.from({ length: 11 }, (_, n) => `Value ${n + 1}`),
    );
  });

  it('keeps an example as it is written, zeros and all', () => {
    const { templates } = read(
      withComponents('      - { type: BODY, text: "{{1}}", example: { body_text: [[0077]] } }'),
    );

    expect(templates[0]?.body.parameters[0]?.example).toBe('0077');
  });
});

it('reads an entry of Kaleyra’s list with keys that hold nothing', () => {
  const components = [{ type: 'BODY', text: 'Hello', format: null, example: [] }];

  expect(readOneTemplate({ name: 'a', language: 'en', category: 'UTILITY', labels: null, components })).toMatchObject({
    body: { text: 'Hello' },
  });
});

describe('a template that cannot be used', () => {
  it('is reported by file, line and field, and hides no other', () => {
    const text = `templates:
  - name: first
    language: en
    category: UTILITY
    components: [${HELLO}]
  - name: second
    language: english
    category: NEWS
    components: [${HELLO}]
  - language: en
    category: UTILITY
    components: [${HELLO}]
  - name: fourth
    language: en
    category: UTILITY
    components: [${HELLO}]
`;

    expect(read(text).templates.map(({ name }) => name)).toEqual(['first', 'fourth']);
    expect(sentences(text)).toEqual([
      'templates.yml, line 7: in second (english), language has to be one of WhatsApp’s codes, such as en, en_US or hi.',
      'templates.yml, line 8: in second (english), category has to be UTILITY, MARKETING or AUTHENTICATION.',
      'templates.yml, line 10: in template 3, name is missing.',
    ]);
  });

  it.each([
    [
      'no body',
      '      - { type: FOOTER, text: Bye }',
      'line 6: in booking_confirm (en), components has no BODY; add one',
    ],
    [
      'a gap',
      '      - { type: BODY, text: "{{1}} and {{3}}" }',
      'components[0].text has {{1}} and {{3}} but no {{2}}; number',
    ],
    ['a start at 2', '      - { type: BODY, text: "Hi {{2}}!" }', 'components[0].text has {{2}} but no {{1}};'],
    ['two kinds', '      - { type: BODY, text: "{{1}} {{name}}" }', 'has both numbers and names between braces'],
    ['odd braces', '      - { type: BODY, text: "Hi {{first name}}" }', 'has {{first name}}, which is no placeholder'],
    ['an empty body', '      - { type: BODY, text: " " }', 'components[0].text is missing.'],
    [
      'two bodies',
      `      - ${HELLO}\n      - ${HELLO}`,
      'line 7: in booking_confirm (en), components[1] is a second BODY',
    ],
    [
      'a busy header',
      `      - ${HELLO}\n      - { type: HEADER, text: "{{1}} {{2}}" }`,
      'has more than one placeholder',
    ],
    [
      'a busy footer',
      `      - ${HELLO}\n      - { type: FOOTER, text: "{{1}}" }`,
      'components[1].text has a placeholder',
    ],
    ['no buttons', `      - ${HELLO}\n      - { type: BUTTONS }`, 'components[1].buttons is missing.'],
    ['a wrong list', '      - { type: BODY, text: [a] }', 'components[0].text has to be a text.'],
    ['a wrong example', '      - { type: BODY, text: a, example: b }', 'example has to be what Meta’s API gives'],
  ])('says why: %s', (_, components, expected) => {
    const text = withComponents(components);

    expect(read(text).templates).toEqual([]);
    expect(sentences(text)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    ['{ type: URL, text: Go, url: "https://e.com/{{1}}/x" }', 'buttons[0].url goes on after its placeholder'],
    ['{ type: URL, text: Go }', 'buttons[0].url is missing.'],
    ['{ type: QUICK_REPLY }', 'buttons[0].text is missing.'],
    ['{ type: PHONE_NUMBER, text: Call }', 'buttons[0].phone_number is missing.'],
  ])('says why a button cannot be sent: %s', (button, expected) => {
    const text = withComponents(`      - ${HELLO}\n      - { type: BUTTONS, buttons: [${button}] }`);

    expect(read(text).templates).toEqual([]);
    expect(sentences(text)).toEqual([expect.stringContaining(expected)]);
  });

  it('is reported when it is listed twice, and the first one is used', () => {
    const one = `- name: hello
  language: en
  category: UTILITY
  components: [{ type: BODY, text: One }]
`;
    const { templates, problems } = read(`${one}${one.replace('One', 'Two')}`);

    expect(templates.map(({ body }) => body.text)).toEqual(['One']);
    expect(problems.map(({ sentence }) => sentence)).toEqual([
      'templates.yml, line 5: in hello (en), name is listed in this language a second time; the one in line 1 is used.',
    ]);
  });

  it('is used in spite of a label without a place, which is reported', () => {
    const text = `${withComponents('      - { type: BODY, text: "Hi {{1}}!" }')}\n    labels: { "1": Name, "2": Number }`;

    expect(read(text).templates).toHaveLength(1);
    expect(sentences(text)).toEqual([
      'templates.yml, line 7: in booking_confirm (en), labels.2 labels {{2}}, which the body does not have; it is left out.',
    ]);
  });

  it('is reported with its line in JSON too', () => {
    const text = JSON.stringify([{ name: 'hello', language: 'en', components: [] }], undefined, 2);

    expect(sentences(text)).toEqual(['templates.yml, line 2: in hello (en), category is missing.']);
  });
});

describe('a template that is right and cannot be sent from here', () => {
  const link = '{ type: URL, text: Go, url: "https://e.com/{{1}}" }';

  it.each([
    ['- { type: CAROUSEL }', 'components[1].type is CAROUSEL', 'has a carousel; Kaleyra’s request has no field for it'],
    ['- { type: LIMITED_TIME_OFFER }', 'type is LIMITED_TIME_OFFER', 'has a limited-time offer; how Kaleyra takes'],
    ['- { type: HOLOGRAM }', 'type is HOLOGRAM', 'has a component of the kind HOLOGRAM'],
    ['- { type: HEADER, format: LOCATION }', 'components[1].format is LOCATION; only TEXT', 'has a LOCATION header'],
    [
      '- { type: BUTTONS, buttons: [{ type: FLOW, text: Go }] }',
      'components[1].buttons[0].type is FLOW, which opens a flow; Kaleyra’s request has no field',
      'has a button that opens a flow',
    ],
    ...Object.entries({
      CATALOG: 'opens a catalogue',
      MPM: 'opens a list of products',
      VOICE_CALL: 'starts a WhatsApp call',
    }).map(([kind, does]): [string, string, string] => [
      `- { type: BUTTONS, buttons: [{ type: ${kind}, text: Go }] }`,
      `type is ${kind}, which ${does}`,
      `has a button that ${does}`,
    ]),
    [
      '- { type: BUTTONS, buttons: [{ type: OTP }] }',
      'type is OTP, which copies a one-time password',
      'has a button that copies a one-time password',
    ],
    [
      '- { type: BUTTONS, buttons: [{ type: URL, text: a, url: "https://www.whatsapp.com/otp/code/?code=otp{{1}}" }] }',
      'url copies a one-time password',
      'has a button that copies a one-time password',
    ],
    [
      '- { type: BUTTONS, buttons: [{ type: TELEPATHY, text: Go }] }',
      'type is TELEPATHY; buttons that can be sent from here are',
      'has a button of the kind TELEPATHY',
    ],
    [
      `- { type: BUTTONS, buttons: [${link}, ${link}, ${link}] }`,
      'has 3 links to fill; Kaleyra has fields for 2',
      'has 3 links to fill',
    ],
  ])('is listed with its reason, and reported with its line: %s', (component, problem, reason) => {
    const text = withComponents(`      - ${HELLO}\n      ${component}`);

    expect(read(text).templates).toMatchObject([
      { body: { text: 'Hello' }, unsendable: expect.stringContaining(reason) },
    ]);
    expect(sentences(text)).toEqual([expect.stringContaining(problem)]);
  });

  it('is one that sends a one-time password, as Meta gives it without a text', () => {
    const text = `- name: login
  language: en
  category: AUTHENTICATION
  components: [{ type: BODY, add_security_recommendation: true }, { type: FOOTER, code_expiration_minutes: 10 }]
`;

    expect(read(text).templates).toMatchObject([
      { unsendable: expect.stringContaining('a password belongs in no chat') },
    ]);
  });
});

describe('a template with more values than a form has room for', () => {
  const bodyOf = (count: number) => Array.from({ length: count }, (_, at) => `{{${at + 1}}}.`).join('');
  const has = `has ${MAX_FIELDS + 1} values to fill in, and a form in Slack has room for ${MAX_FIELDS}`;

  it('is listed with the reason, and reported with its line', () => {
    const text = (count: number) => withComponents(`      - { type: BODY, text: "${bodyOf(count)}" }`);

    expect(read(text(MAX_FIELDS))).toMatchObject({ templates: [{ name: 'booking_confirm' }], problems: [] });
    expect(read(text(MAX_FIELDS)).templates[0]).not.toHaveProperty('unsendable');
    expect(read(text(MAX_FIELDS + 1)).templates).toMatchObject([{ unsendable: has }]);
    expect(sentences(text(MAX_FIELDS + 1))).toEqual([
      `templates.yml, line 6: in booking_confirm (en), components[0] ${has}.`,
    ]);
  });

  it('has the same reason where Kaleyra lists it', () => {
    const components = [{ type: 'BODY', text: bodyOf(MAX_FIELDS + 1) }];
    const template = readOneTemplate({ name: 'long', language: 'en', category: 'UTILITY', components });

    expect(template && obstacleTo(template)?.sentence).toBe(`long cannot be sent from here: it ${has}.`);
  });
});

describe('our own keys', () => {
  const BOOKING = withComponents(`      - { type: HEADER, format: IMAGE }
      - { type: BODY, text: "Hi {{1}}, {{2}}" }
      - { type: BUTTONS, buttons: [{ type: URL, text: Go, url: "https://e.com/{{1}}" }] }`);

  it('say how each field is named, what it accepts and what it begins with', () => {
    const { templates, problems } = read(`${BOOKING}
    labels: { "1": Customer, param_url: Page }
    hints: { "2": As in the calendar }
    formats: { "1": [Asha, Meera], "2": date }
    defaults: { "1": Asha }
    media: https://example.com/a.png
    private: true`);

    expect(problems).toEqual([]);
    expect(templates[0]).toMatchObject({
      isPrivate: true,
      fieldSettings: {
        1: { label: 'Customer', format: { kind: 'list', values: ['Asha', 'Meera'] }, standard: 'Asha' },
        2: { hint: 'As in the calendar', format: { kind: 'date' } },
        param_url: { label: 'Page' },
        media_url: { standard: 'https://example.com/a.png' },
      },
    });
  });

  it('are read without the blanks around a name and a hint, and count for nothing where they hold nothing', () => {
    const { templates } = read(`${BOOKING}
    labels: { "1": "  Customer ", "2": " ", param_url: "  Page " }
    hints: { "1": " As in the passport ", "2": " " }
    defaults: { "2": "" }`);

    expect(templates[0]?.body.parameters.map(({ label }) => label)).toEqual(['Customer', 'Value 2']);
    expect(templates[0]?.fieldSettings).toEqual({
      1: { label: 'Customer', hint: 'As in the passport' },
      2: {},
      param_url: { label: 'Page' },
    });
  });

  it('offer no value that can never be sent, and name each one that is left out', () => {
    const value = fc.oneof(
      fc.stringMatching(/^ {0,2}[A-Za-z"\\]{1,5} {0,6}[a-z]{0,3}\n? ?$/),
      naughtyText.filter((text) => text.trim().length <= 75),
      unseenText,
    );
    const field = fc.constantFrom(
      { slot: '1', id: 'param_1' } as const,
      { slot: 'header', id: 'param_header' } as const,
      { slot: 'param_url', id: 'param_url' } as const,
    );
    fc.assert(
      fc.property(field, fc.array(value), ({ slot, id }, values) => {
        const { offered, leftOut, problemsOf } = readList(slot, id, ['North', ...values]);

        expect(offered[0]).toBe('North');
        expect(offered.map(problemsOf)).toEqual(offered.map(() => []));
        expect(values.map((one) => offered.includes(one.trim()))).toEqual(
          values.map((_, at) => !leftOut.has(`formats.${slot}[${at + 1}]`)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('are read without the blanks around a value to choose, and a default with them', () => {
    const { templates, problems } = read(`${BOOKING}
    formats: { "1": ["North ", " South", North] }
    defaults: { "1": " North" }`);

    expect(problems).toEqual([]);
    expect(templates[0]?.fieldSettings?.['1']).toEqual({
      format: { kind: 'list', values: ['North', 'South'] },
      standard: 'North',
    });
  });

  it('leave a template out whose list has nothing that can be sent', () => {
    const { templates, problems } = read(`${BOOKING}\n    formats: { "1": [" "] }`);

    expect(templates).toEqual([]);
    expect(problems.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('formats.1 has no value that can be sent.'),
      expect.stringContaining('formats.1[0] is a value that nobody would see; it is left out.'),
    ]);
  });

  it('call the variable of a header by the word header', () => {
    const { templates, problems } = read(`${withComponents(`      - { type: HEADER, format: TEXT, text: "For {{1}}" }
      - { type: BODY, text: Hello }`)}
    labels: { header: Guest }`);

    expect(templates[0]?.fieldSettings).toEqual({ param_header: { label: 'Guest' } });
    expect(problems).toEqual([]);
  });

  it('are as if they were not there where nothing of them is drawn', () => {
    const components = [{ type: 'BODY', text: 'Hi {{1}}' }];
    const fieldsOf = (own: object) => {
      const entry = { name: 'booking', language: 'en', category: 'UTILITY', components, ...own };
      return read(JSON.stringify([entry])).templates.map(templateFields);
    };
    fc.assert(
      fc.property(unseenText, (text) => {
        const own = { labels: { 1: text }, hints: { 1: text }, defaults: { 1: text } };

        expect(fieldsOf(own)).toEqual(fieldsOf({}));
      }),
    );
  });

  it.each([
    ['hints: { "3": x }', 'hints.3 is for {{3}}, which the body does not have; it is left out.'],
    ['media: http://example.com/a.png', 'media cannot be sent (WhatsApp fetches media over https only.'],
    ['media: https://drive.google.com/file/d/1/view', 'media cannot be sent ('],
    ['labels: { header: x }', 'labels.header labels {{header}}, which the body does not have; it is left out.'],
    [
      'formats: { "1": colour }',
      'formats.1 has to be date, amount, or a list of the values to choose from, 100 at most.',
    ],
    [`formats: { "1": [${'a, '.repeat(100)}b] }`, 'or a list of the values to choose from, 100 at most.'],
    ['formats: { "1": [] }', 'formats.1 has no value to choose from.'],
    [
      `formats: { "1": [a, ${'b'.repeat(76)}] }`,
      'formats.1[1] is longer than the 75 characters that a list in Slack shows.',
    ],
    ['formats: { "1": [a, b] }\n    defaults: { "1": c }', 'defaults.1 is none of what its format takes.'],
    [
      'formats: { "1": [a, "b\\nc"] }',
      'formats.1[1] cannot be sent (it has a line break, which WhatsApp does not take. Put it on one line); it is left out.',
    ],
    [
      `formats: { "1": [a, 'b "c"'] }`,
      'formats.1[1] cannot be sent (it has a straight quote ("), which Kaleyra cannot carry. Use “ and ”, or ’, instead); it is left out.',
    ],
    ['formats: { "1": [a, "\\u200b"] }', 'formats.1[1] is a value that nobody would see; it is left out.'],
    [
      'formats: { "1": [a, "b      c"] }',
      'formats.1[1] cannot be sent (WhatsApp refuses more than four spaces in a row',
    ],
    ['private: perhaps', 'private has to be true or false.'],
  ])('are reported when they are wrong: %s', (keys, expected) => {
    expect(sentences(`${BOOKING}\n    ${keys}`)).toEqual([expect.stringContaining(expected)]);
  });
});

/** A template of three fields, of which one takes only these values. */
function readList(slot: string, id: FieldId, values: readonly string[]) {
  const components = [
    { type: 'HEADER', format: 'TEXT', text: 'For {{1}}' },
    { type: 'BODY', text: '{{1}}' },
    { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Go', url: 'https://e.com/{{1}}' }] },
  ];
  const entry = { name: 'booking', language: 'en', category: 'UTILITY', components, formats: { [slot]: values } };
  const { templates, problems } = read(JSON.stringify([entry]));
  const [template] = templates;
  if (template === undefined) throw new Error('the template is left out');
  const format = templateFields(template).find((field) => field.id === id)?.format;
  return {
    offered: format?.kind === 'list' ? format.values : [],
    leftOut: new Set(problems.map(({ field }) => field)),
    /** Why a message with this value cannot be sent. */
    problemsOf(value: string) {
      const filled = fillTemplate(template, { param_1: 'x', param_header: 'x', param_url: 'x', [id]: value });
      return filled.ok ? findUnencodable(filled.value) : filled.failure;
    },
  };
}

describe('a file that cannot be read as a whole', () => {
  it.each([
    ['broken YAML', 'templates:\n  - name: a\n   language: b\n', 'line 3: the file cannot be read as YAML ('],
    ['broken JSON', '{"data": [{"name": "a"', 'the file cannot be read as YAML ('],
    ['an empty file', '', 'line 1: the file holds no list of templates; begin it with templates: and a list.'],
    ['a list cut off', 'templates:\n', 'the file holds no list of templates'],
    ['a text', 'hello', 'the file holds no list of templates'],
    ['an alias to nothing', 'templates: [*nothing]', 'the file cannot be read as YAML ('],
    [
      'aliases without end',
      `a: &a [${'x,'.repeat(50)}x]\nb: &b [${'*a,'.repeat(50)}*a]\ntemplates: [${'*b,'.repeat(50)}*b]`,
      'the file',
    ],
  ])('says where: %s', (_, text, expected) => {
    const result = readTemplates(text, 'templates.yml');

    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.failure.sentence).toContain(expected);
    expect(result.ok ? '' : result.failure.sentence).toMatch(/^templates\.yml, line \d+: .*\.$/);
  });
});
