import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate, templateFields } from '../../../src/core/template/fields/fields.ts';
import { type ListedTemplate, mergeTemplates } from '../../../src/core/template/merge.ts';
import { previewOf } from '../../../src/core/template/message/preview.ts';
import type { Template } from '../../../src/core/template/template.ts';
import { differenceLine, notComparedLine, textWarning } from '../../../src/core/template/text-note.ts';
import { templateOf } from '../../support/slack.ts';
import { templateCase } from './generated-templates.ts';

const FILE = templateOf({
  name: 'booking_confirm',
  header: { format: 'text', text: 'Booking {{1}}', example: 'BK-1' },
  body: {
    text: 'Hello {{1}}, your booking *{{2}}* is CANCELLED.',
    parameters: [
      { name: '1', label: 'First name', example: 'Asha' },
      { name: '2', label: 'Booking number', example: 'BK-77' },
    ],
  },
  footer: 'Thank you',
  buttons: [{ kind: 'url', label: 'View', url: 'https://example.com/{{1}}', example: 'bk-77' }],
  isPrivate: true,
  fieldSettings: { '2': { hint: 'As printed' }, param_url: { label: 'Trip' } },
});

/** As a reader of Kaleyra's list gives it: without labels of anybody's. */
function approvedOf(change: Partial<Template> = {}): Template {
  const text = 'Hello {{1}}, your booking *{{2}}* is confirmed.';
  return templateOf({
    name: FILE.name,
    header: { format: 'text', text: 'Booking {{1}}', example: undefined },
    body: { text, parameters: parametersOf('1', '2') },
    footer: 'Thank you',
    buttons: [{ kind: 'url', label: 'View', url: 'https://example.com/{{1}}', example: undefined }],
    ...change,
  });
}

function parametersOf(...names: readonly string[]) {
  return names.map((name) => ({ name, label: `Value ${name}`, example: undefined }));
}

function listedAs(template: Template | undefined, change: Partial<ListedTemplate> = {}): ListedTemplate {
  return { name: FILE.name, language: 'en', status: 'APPROVED', template, ...change };
}

function merged(file: Template, ...listed: readonly ListedTemplate[]): Template {
  const [template] = mergeTemplates([file], listed);
  if (template === undefined) throw new Error('the template of the file is gone');
  return template;
}

function labelsOf(template: Template): readonly string[] {
  return templateFields(template).map(({ label }) => label);
}

describe('a template that the file and Kaleyra’s list both have', () => {
  it('shows the approved text, and warns of the file’s with both at the first difference', () => {
    const template = merged(FILE, listedAs(approvedOf()));

    expect(template.body.text).toBe('Hello {{1}}, your booking *{{2}}* is confirmed.');
    expect(textWarning(template)).toBe(
      'The templates file has another text for booking_confirm than Kaleyra’s list (body). Shown here is Kaleyra’s, the approved one.',
    );
    const { textNote } = template;
    expect(textNote?.kind === 'differs' && textNote.differences.map(differenceLine)).toEqual([
      'body: the file has “…booking *{{2}}* is CANCELLED.”, Kaleyra has “…booking *{{2}}* is confirmed.”',
    ]);
  });

  it('keeps the file’s labels, examples, settings and privacy', () => {
    const template = merged(FILE, listedAs(approvedOf()));

    expect(labelsOf(template)).toEqual(['Value in the header', 'First name', 'Booking number', 'Trip']);
    expect(templateFields(template).map(({ example }) => example)).toEqual(['BK-1', 'Asha', 'BK-77', 'bk-77']);
    expect(templateFields(template)[2]?.hint).toBe('As printed');
    expect(template.isPrivate).toBe(true);
  });

  it('warns of each part that reads differently', () => {
    const buttons = [{ kind: 'url', label: 'View', url: 'https://elsewhere.example/{{1}}', example: 'bk-77' }] as const;
    const header = { format: 'image', example: undefined } as const;
    const approved = approvedOf({ header, body: FILE.body, footer: undefined, buttons });

    const template = merged(FILE, listedAs(approved));

    expect(textWarning(template)).toContain('(header, footer and buttons)');
    expect(template).toMatchObject({ header, footer: undefined, buttons });
  });

  it.each([
    ['in line ends and blanks at them', 'Hello {{1}}, your booking *{{2}}* \r\nis CANCELLED.\n'],
    ['in the names between the braces', 'Hello {{ guest }}, your booking *{{number}}*\nis CANCELLED.'],
  ])('is the same text when they differ only %s', (_, text) => {
    const file = { ...FILE, body: { ...FILE.body, text: 'Hello {{1}}, your booking *{{2}}*\nis CANCELLED.' } };
    const parameters = text.includes('guest') ? parametersOf('guest', 'number') : parametersOf('1', '2');

    const template = merged(file, listedAs(approvedOf({ body: { text, parameters } })));

    expect(template.textNote).toBeUndefined();
    expect(labelsOf(template).slice(1, 3)).toEqual(['First name', 'Booking number']);
  });

  it('takes as many values as the approved text, with labels only where the names are the same', () => {
    const three = approvedOf({
      body: { text: '{{1}}, room {{room}} on {{2}}', parameters: parametersOf('1', 'room', '2') },
    });
    const named = approvedOf({ body: { text: 'Dear {{guest}}', parameters: parametersOf('guest') } });

    expect(labelsOf(merged(FILE, listedAs(three))).slice(1, -1)).toEqual([
      'First name',
      'Value room',
      'Booking number',
    ]);
    expect(textWarning(merged(FILE, listedAs(three)))).toContain('It takes 3 values; the file has 2.');
    expect(labelsOf(merged(FILE, listedAs(named))).slice(1, -1)).toEqual(['Value guest']);
    expect(textWarning(merged(FILE, listedAs(named)))).toContain('It takes 1 value; the file has 2.');
  });

  it('cannot be sent when only the approved one has what cannot be sent, and can the other way round', () => {
    const unsendable = 'has a LOCATION header';

    expect(merged(FILE, listedAs(approvedOf({ unsendable }))).unsendable).toBe(unsendable);
    expect(merged({ ...FILE, unsendable }, listedAs(approvedOf())).unsendable).toBeUndefined();
  });

  it('keeps the parts that Kaleyra does not name, and says that they were not compared', () => {
    const bodyOnly = templateOf({ name: FILE.name, body: FILE.body });

    const template = merged(FILE, listedAs(bodyOnly, { isPartial: true }));

    expect(template).toMatchObject({ header: FILE.header, footer: 'Thank you', buttons: FILE.buttons });
    expect(textWarning(template)).toBeUndefined();
    expect(notComparedLine(template)).toBe(
      'Text of the header, footer and buttons from the file, not compared with the approved one.',
    );
  });

  it('is compared with a text of no language when the file has one language only', () => {
    const anyLanguage = listedAs(approvedOf(), { language: undefined });
    const two = mergeTemplates([FILE, { ...FILE, language: 'hi' }], [anyLanguage]);

    expect(merged(FILE, anyLanguage).body.text).toContain('confirmed');
    expect(two.map(({ textNote }) => textNote)).toEqual([
      { kind: 'only_in_file', why: 'no_text' },
      { kind: 'only_in_file', why: 'no_text' },
    ]);
  });

  it('always previews what the approved text shows, whatever the file says', () => {
    fc.assert(
      fc.property(templateCase, templateCase, ({ template: one }, { template: other, values }) => {
        const file = { ...one, name: 'same', language: 'en' };
        const approved = { ...other, name: 'same', language: 'en' };
        const shown = merged(file, listedAs(approved, { name: 'same' }));
        const message = fillTemplate(approved, values);

        expect(templateFields(shown).map(({ id }) => id)).toEqual(templateFields(approved).map(({ id }) => id));
        if (!message.ok) throw new Error('the case has values that do not fit');
        expect(previewOf(shown, message.value)).toEqual(previewOf(approved, message.value));
        if (shown.textNote === undefined) expect(file.buttons.length).toBe(approved.buttons.length);
      }),
    );
  });
});

describe('a template whose text only the file has', () => {
  it('is warned of when Kaleyra lists it without a text', () => {
    const template = merged(FILE, listedAs(undefined));

    expect(template.body).toEqual(FILE.body);
    expect(textWarning(template)).toContain('Kaleyra lists booking_confirm without its text');
  });

  it('is warned of when Kaleyra lists it in other languages only', () => {
    expect(textWarning(merged(FILE, listedAs(approvedOf(), { language: 'hi' })))).toContain('in other languages only');
  });

  it('is not compared when Kaleyra does not list its name, and says so', () => {
    const template = merged(FILE, listedAs(approvedOf(), { name: 'other' }));

    expect(textWarning(template)).toBeUndefined();
    expect(notComparedLine(template)).toBe('Text from the file, not compared with the approved one.');
  });

  it('is not taken as listed by a callback that tells its status', () => {
    const template = merged(FILE, listedAs(undefined, { status: 'PAUSED', isStatusOnly: true }));

    expect(template.status).toBe('PAUSED');
    expect(template.textNote?.kind).toBe('not_compared');
  });
});

it('a template that only Kaleyra lists has its text and nothing to note', () => {
  const [template] = mergeTemplates([], [listedAs(approvedOf())]);

  expect(template).toEqual(approvedOf());
});
