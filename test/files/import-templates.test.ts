import { describe, expect, it } from 'vitest';
import { type Imported, importTemplates } from '../../src/files/import-templates.ts';
import { readTemplates } from '../../src/files/read-templates.ts';

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
  it('adds what is new behind what is there, without Meta’s bookkeeping', () => {
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

  it('changes of a known template what Meta says, and keeps labels and comments', () => {
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

  it('gives the same file when it is done twice', () => {
    const exported = exportOf(template('order_update', 'It left\nand arrived'));
    const { text } = imported(FILE, exported);

    expect(imported(text, exported)).toMatchObject({ text, added: [], updated: [] });
  });

  it.each(['', 'templates: []\n'])('begins a file: %j', (file) => {
    expect(namesIn(imported(file, exportOf(template('one', 'Hello'))).text)).toEqual(['one APPROVED Hello']);
  });

  it('counts what is no template', () => {
    expect(imported(FILE, exportOf({ name: 'x' }, template('one', 'Hello')))).toMatchObject({
      refused: 1,
      added: ['one:en'],
    });
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
