import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Imported, importTemplates } from '../../../src/files/templates/import-templates.ts';
import { readTemplates } from '../../../src/files/templates/read-templates.ts';

const FILE = `# Ours, with care.
templates:
  # The most used one.
  - name: booking_confirm
    language: en
    category: UTILITY
    components:
      - { type: BODY, text: "Hi {{1}}" } # as agreed
    labels:
      "1": Customer
`;

function exportOf(...data: object[]): string {
  return JSON.stringify({ data, paging: { cursors: { before: 'a', after: 'b' } } });
}

function template(name: string, text: string, rest: object = {}) {
  const components = [{ type: 'BODY', text, example: { body_text: [['x']] } }];
  return { name, language: 'en', category: 'UTILITY', status: 'APPROVED', components, id: '123', ...rest };
}

function imported(file: string, exported: string): Imported {
  const result = importTemplates(file, exported);
  if (!result.ok) throw new Error(result.failure);
  return result.value;
}

function namesIn(text: string): string[] {
  const read = readTemplates(text, 'templates.yml');
  return read.ok ? read.value.templates.map(({ name, status, body }) => `${name} ${status} ${body.text}`) : [];
}

describe('importing an export', () => {
  it('adds new templates at the end, without Meta’s own bookkeeping', () => {
    const { text, added } = imported(
      FILE,
      exportOf(template('order_update', 'It left'), template('promo', 'Hey', { status: 'PAUSED' })),
    );

    expect(added).toEqual(['order_update:en', 'promo:en']);
    expect(text.startsWith(FILE)).toBe(true);
    expect(text).not.toContain('123');
    expect(namesIn(text)).toEqual([
      'booking_confirm APPROVED Hi {{1}}',
      'order_update APPROVED It left',
      'promo PAUSED Hey',
    ]);
  });

  it('begins an empty list below its name, with no blank left behind that', () => {
    const { text } = imported('templates:   []\n# Ours\n', exportOf(template('one', 'Hi')));

    expect(text).toMatch(/^templates:\n {2}- name: one\n/);
    expect(text).toMatch(/\n# Ours\n$/);
  });

  it('updates Meta’s keys of a known template, and keeps labels and comments', () => {
    const { text, updated } = imported(
      FILE,
      exportOf(template('booking_confirm', 'Hello {{1}}', { status: 'PAUSED' })),
    );

    expect(updated).toEqual(['booking_confirm:en']);
    expect(namesIn(text)).toEqual(['booking_confirm PAUSED Hello {{1}}']);
    expect(text).toContain('"1": Customer');
    expect(text).toContain('# The most used one.');
  });

  it('leaves the file as it is when there is nothing new', () => {
    const same = { name: 'booking_confirm', language: 'en', category: 'UTILITY', status: 'APPROVED' };

    const { text, unchanged } = imported(FILE, exportOf({ ...same, components: [{ type: 'BODY', text: 'Hi {{1}}' }] }));

    expect(unchanged).toEqual(['booking_confirm:en']);
    expect(text).toBe(FILE);
  });

  it('rewrites nothing that did not change: not its spacing, its quotes, its comments or its order', () => {
    const file = `# Ours


templates:
    - { name: one,   language: en, category:   UTILITY, components: [ { type: BODY, text: "Hi {{1}}" } ] }   # ours

    # The second.
    - category: UTILITY
      language: "en"     # quoted
      name:   two
      components:
        # Agreed with legal.
        - type: BODY   # the text
          text: 'It''s'
        - { type: FOOTER,   text: Bye }
      # Of ours.
      labels: {}
      # Still the second.

# The end.
`;
    const { text } = imported(
      file,
      exportOf(
        { ...template('one', ''), status: 'PAUSED', components: [{ type: 'BODY', text: 'Hi, {{1}} [now]' }] },
        {
          ...template('two', ''),
          components: [
            { type: 'BODY', text: 'It’s: two\nlines' },
            { type: 'FOOTER', text: 'Bye' },
          ],
        },
        { ...template('three', ''), components: [{ type: 'BODY', text: 'Third' }] },
      ),
    );

    expect(text).toBe(
      file
        .replace(
          'components: [ { type: BODY, text: "Hi {{1}}" } ]',
          'status: PAUSED, components: [ { type: BODY, text: "Hi, {{1}} [now]" } ]',
        )
        .replace(`'It''s'`, '"It’s: two\\nlines"')
        .replace(
          '# Still the second.\n',
          '$&    - name: three\n      language: en\n      category: UTILITY\n      components:\n        - type: BODY\n          text: Third\n',
        ),
    );
  });

  it.each([
    ['nothing', exportOf()],
    ['what it cannot take', exportOf({ name: 'x' })],
    ['what it has', exportOf({ ...template('one', ''), components: [{ type: 'BODY', text: 'Hi' }] })],
  ])('gives the file back letter by letter for an export with %s', (_, exported) => {
    const file =
      'templates:   [ {name:   one, language: en, category: UTILITY, components: [{type: BODY, text: Hi}]} ]\r\n';

    expect(imported(file, exported).text).toBe(file);
  });

  it('says APPROVED in place of a status that is over', () => {
    const paused = FILE.replace('category: UTILITY', 'category: UTILITY\n    status: PAUSED # since May');

    const { text } = imported(
      paused,
      exportOf({ ...template('booking_confirm', ''), components: [{ type: 'BODY', text: 'Hi {{1}}' }] }),
    );

    expect(text).toBe(paused.replace('PAUSED', 'APPROVED'));
  });

  it('holds what was exported, whatever the file looks like', () => {
    const text = fc.oneof(
      fc.constantFrom('Hi', 'a: b', '# c', '[x', 'two\nlines', ' x ', '- y', '"', "'"),
      fc.string({ minLength: 1 }),
    );
    const entry = fc.record({
      name: fc.constantFrom('one', 'two', 'three'),
      text,
      status: fc.constantFrom('APPROVED', 'PAUSED'),
    });
    const list = fc.uniqueArray(entry, { selector: ({ name }) => name, maxLength: 3 });
    const plain = (all: readonly { name: string; text: string; status: string }[]) =>
      all.map((one) => ({
        ...template(one.name, one.text),
        status: one.status,
        components: [{ type: 'BODY', text: one.text }],
      }));
    const SHAPES = [
      (entries: unknown) => stringify({ templates: entries }),
      (entries: unknown) => `# c\n${stringify({ templates: entries }, { collectionStyle: 'flow' })}`,
      (entries: unknown) => stringify(entries, { indent: 4 }).replaceAll('\n', '\r\n'),
      (entries: unknown) => JSON.stringify({ data: entries }, undefined, 1),
    ];

    fc.assert(
      fc.property(list, list, fc.constantFrom(...SHAPES), (own, exported, shape) => {
        const file = shape(plain(own));
        const result = importTemplates(file, JSON.stringify(plain(exported)));
        if (!result.ok) throw new Error(result.failure);
        const wanted = new Map([...own, ...exported].map((one) => [one.name, one]));
        const root: unknown = parse(result.value.text);
        const entries = (Array.isArray(root) ? root : Object.values(Object(root))[0]) as { name: string }[];
        expect(entries.map(({ name }) => name)).toEqual([...wanted.keys()]);
        expect(entries).toMatchObject(
          plain([...wanted.values()]).map(({ name, components }) => ({ name, components })),
        );
      }),
    );
  });

  it('gives the same file when it is done twice', () => {
    const exported = exportOf(template('order_update', 'It left\nand arrived'));
    const { text } = imported(FILE, exported);

    expect(imported(text, exported)).toMatchObject({ text, added: [], updated: [] });
  });

  it.each(['', 'templates: []\n'])('begins a file: %j', (file) => {
    expect(namesIn(imported(file, exportOf(template('one', 'Hello'))).text)).toEqual(['one APPROVED Hello']);
  });

  it('counts entries that are not templates', () => {
    expect(imported(FILE, exportOf({ name: 'x' }, template('one', 'Hello')))).toMatchObject({
      refused: 1,
      added: ['one:en'],
    });
  });

  it('says which line it left out, and why', () => {
    const exported = JSON.stringify(
      { data: [{ data: [template('one', 'Hello')] }, { data: [{ name: 'x' }] }] },
      null,
      1,
    );

    const { leftOut } = imported(FILE, exported);

    expect(leftOut).toEqual([expect.stringMatching(/^The export, line \d+: in x, language is missing\.$/)]);
    const [line] = /\d+/.exec(leftOut[0] ?? '') ?? [];
    expect(
      exported
        .split('\n')
        .slice(0, Number(line) + 1)
        .join(''),
    ).toMatch(/"name": "x"$/);
  });

  it('writes an old category and a status in today’s words', () => {
    const { text } = imported(
      FILE,
      exportOf(template('one', 'Hello', { category: 'ISSUE_RESOLUTION', status: 'pending deletion' })),
    );

    expect(text).toContain('category: UTILITY\n    status: PENDING_DELETION');
    expect(imported(FILE, exportOf(template('one', 'Hello', { status: 'REINSTATED' }))).text).not.toContain('status');
  });

  it.each([
    ['null', null],
    ['an empty list', []],
    ['an empty text', ''],
    ['a text for a list', { header_text: '77', header_handle: 'https://e.com/a', body_text: 'Asha' }],
    ['a flat list', { body_text: ['Asha', 77] }],
    ['a list with a gap', { body_text: [[null, 'x']], body_text_named_params: null }],
    ['a name without an example', { body_text_named_params: [{ param_name: 'a', example: null }] }],
  ])('takes an example that is %s', (_, example) => {
    const components = [{ type: 'BODY', text: 'Hello {{1}}', format: null, buttons: null, example }];

    const { text, refused } = imported('', exportOf(template('one', '', { components })));

    expect(refused).toBe(0);
    expect(namesIn(text)).toEqual(['one APPROVED Hello {{1}}']);
    expect(text).not.toContain('null');
  });

  const ONE = template('one', 'Hello');
  const TWO = template('two', 'Bye');
  it.each([
    ['a list', [ONE, TWO]],
    ['templates', { templates: [ONE, TWO] }],
    ['data', { data: [ONE, TWO] }],
    ['message_templates', { message_templates: [ONE, TWO] }],
    ['message_templates of an account', { id: '1', name: 'Ours', message_templates: { data: [ONE, TWO], paging: {} } }],
    ['waba_templates', { waba_templates: [ONE, TWO], count: 2, filters: {} }],
    ['an array of pages', [{ data: [ONE] }, { data: [TWO], paging: {} }, { data: [] }]],
    ['an array of arrays', [[ONE], [TWO]]],
    ['an empty list beside it', { templates: [], waba_templates: [ONE, TWO] }],
  ])('finds the templates in %s', (_, exported) => {
    expect(imported('', JSON.stringify(exported, null, 2)).added).toEqual(['one:en', 'two:en']);
    expect(namesIn(JSON.stringify(exported))).toEqual(['one APPROVED Hello', 'two APPROVED Bye']);
  });

  it('reads one template alone, and a file that begins with a byte order mark', () => {
    expect(imported('', JSON.stringify(ONE)).added).toEqual(['one:en']);
    expect(imported('', `\uFEFF${JSON.stringify([ONE])}`).added).toEqual(['one:en']);
  });

  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['half of it', '{"data": [{"name": "x"'],
    ['a page', '<!doctype html><html></html>'],
    ['UTF-16', '[\0{\0'],
    ['no list', '{"data": "none", "error": {"message": "x"}}'],
    ['depth without end', `templates: ${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ])('says in one sentence that it cannot use %s', (_, exported) => {
    const read = importTemplates(FILE, exported, 'export.json');

    expect(read.ok ? 'ok' : read.failure).toMatch(/^export\.json, line \d+, .*\.$/);
  });

  it('leaves out an entry that is nested without end', () => {
    const { leftOut } = imported(FILE, `${'['.repeat(5_000)}${']'.repeat(5_000)}`);

    expect(leftOut).toEqual([expect.stringContaining('The export, line 1: template 1 has to be a template')]);
  });

  it('says when either text cannot be read, and changes nothing', () => {
    expect(importTemplates(FILE, 'hello')).toEqual({
      ok: false,
      failure: 'The export, line 1, holds no list of templates; begin it with templates: and a list.',
    });
    expect(importTemplates('a: [', exportOf())).toMatchObject({ ok: false });
    expect(importTemplates('hello', exportOf())).toMatchObject({ ok: false });
  });
});
