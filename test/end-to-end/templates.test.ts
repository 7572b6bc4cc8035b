import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhoneMessage } from '../../sandbox/protocol.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { FieldId } from '../../src/core/template/fields/field.ts';
import { templateFields } from '../../src/core/template/fields/fields.ts';
import { obstacleTo } from '../../src/core/template/sendability.ts';
import { type Template, templateKey } from '../../src/core/template/template.ts';
import { readTemplates } from '../../src/files/templates/read-templates.ts';
import { createPerson, type Person } from '../support/person.ts';

const NUMBER = '919876543210';
const FILE = new URL('../../sandbox/templates.yml', import.meta.url);
const LIST = readTemplates(await readFile(FILE, 'utf8'), 'templates.yml');
const TEMPLATES: readonly Template[] = LIST.ok ? LIST.value.templates : [];
const SENDABLE = TEMPLATES.filter((template) => obstacleTo(template) === undefined);

let sandbox: Sandbox;
let asha: Person;
beforeAll(async () => {
  sandbox = await createSandbox({ reportDelayMs: () => 5, hasRateLimits: false });
  asha = createPerson(sandbox, 'U0ASHA0001', sandbox.state().channels[0]?.id ?? '');
}, 30_000);
afterAll(() => sandbox.stop());

async function opens(text: string): Promise<void> {
  const before = asha.view()?.id;
  await asha.types(text);
  await expect.poll(() => asha.view()?.id).not.toBe(before);
}

function shown(): string {
  return JSON.stringify(asha.view()?.blocks ?? []);
}

/** Every text of the view, without the marks that Slack shows as formatting. */
function plainTexts(): string {
  const texts: string[] = [];
  JSON.stringify(asha.view()?.blocks, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') texts.push(value);
    return value;
  });
  return plain(texts.join(''));
}

function plain(text: string): string {
  return text.replace(/[*_~`\s]/g, '');
}

function phone(): readonly PhoneMessage[] {
  return sandbox.state().phones.find(({ number }) => number === NUMBER)?.messages ?? [];
}

/** What its owner gives as an example, or something that fits. */
function exampleFor(template: Template, id: FieldId, example: string | undefined): string {
  if (id !== 'media_url') return example ?? `x${id.length}`;
  return template.header?.format === 'text' ? '' : (template.header?.example ?? '');
}

async function changeStatus(name: string, language: string, status: string, isAnnounced: boolean): Promise<void> {
  const response = await fetch(`${sandbox.url}/sandbox/template`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: sandbox.url },
    body: JSON.stringify({ name, language, status, isAnnounced }),
  });
  expect(await response.json()).toEqual({});
}

describe('the templates of the sandbox', () => {
  it('are thirty or more that can be sent, in four languages, with every component', () => {
    const kinds = new Set(
      SENDABLE.flatMap(({ header, buttons, footer }) => [
        header?.format ?? 'no header',
        footer === undefined ? 'no footer' : 'footer',
        ...buttons.map(({ kind }) => kind),
      ]),
    );

    expect(SENDABLE.length).toBeGreaterThanOrEqual(30);
    expect(new Set(SENDABLE.map(({ language }) => language)).size).toBeGreaterThanOrEqual(4);
    expect([...kinds].sort()).toEqual([
      'copy_code',
      'document',
      'footer',
      'image',
      'no footer',
      'no header',
      'phone_number',
      'quick_reply',
      'text',
      'url',
      'video',
    ]);
  });

  it.each(SENDABLE.map((template) => ({ key: templateKey(template), template })))(
    'are shown on the phone as the review showed them: $key',
    async ({ key, template }) => {
      const before = phone().length;
      await opens(`/whatsapp-send ${key} +${NUMBER}`);
      const fields = templateFields(template).filter(
        ({ isOptional, format }) => !isOptional && format?.kind !== 'list',
      );
      for (const { id, label, example } of fields) asha.fills({ [label]: exampleFor(template, id, example) });

      expect(await asha.submits()).toEqual({});
      const review = plainTexts();
      expect(await asha.submits()).toEqual({});

      await expect.poll(() => phone().length, { timeout: 10_000 }).toBe(before + 1);
      const { header, body, footer, buttons } = phone().at(-1) as PhoneMessage;
      expect(review).toContain(plain(body));
      expect(body).not.toMatch(/\{\{/);
      expect(header?.kind).toBe(template.header?.format);
      if (header !== undefined) expect(review).toContain(plain(header.kind === 'text' ? header.text : header.url));
      expect(footer).toBe(template.footer);
      expect(buttons.map(({ kind, label }) => ({ kind, label }))).toEqual(
        template.buttons.map(({ kind, label }) => ({ kind, label })),
      );
      for (const { target = '' } of buttons) expect(review).toContain(plain(target.replace('https://', '')));
    },
    15_000,
  );

  it.each(
    TEMPLATES.filter((template) => !SENDABLE.includes(template)).map(
      (template) => [templateKey(template), template] as const,
    ),
  )('are refused with the reason: %s', async (key, template) => {
    const { exchanges } = sandbox.state();

    await opens(`/whatsapp-send ${key} +${NUMBER}`);

    expect(shown()).toContain(JSON.stringify(obstacleTo(template)?.sentence).slice(1, -1));
    expect(shown()).not.toContain('param_1');
    expect(Object.keys(await asha.submits())).toEqual(['Template']);
    expect(sandbox.state().exchanges).toEqual(exchanges);
  });
});

describe('a template whose status changes', () => {
  it('is seen by the next “Refresh templates” while the form is open', async () => {
    await opens(`/whatsapp-send survey:es +${NUMBER}`);
    expect(shown()).toContain('param_1');
    await changeStatus('survey', 'es', 'PAUSED', false);

    await asha.pressesInView('refresh_templates');

    await expect.poll(shown).toContain('is paused by WhatsApp');
    expect(shown()).not.toContain('param_1');
    expect(shown()).toContain('Template list updated just now.');
  });

  it('is refused at once when Kaleyra’s callback says it, though the form was filled in before', async () => {
    await opens(`/whatsapp-send office_closed:es +${NUMBER}`);
    await changeStatus('office_closed', 'es', 'PAUSED', true);

    const errors = await asha.submits();

    expect(errors['Template']).toContain('is paused by WhatsApp');
    await changeStatus('office_closed', 'es', 'APPROVED', true);
    expect(await asha.submits()).toEqual({});
  });
});

describe('the picker', () => {
  it('starts with what this person sent last', async () => {
    await opens(`/whatsapp-send quick_notice:en +${NUMBER}`);
    asha.fills({ 'The notice': 'Your driver waits outside.' });
    await asha.submits();
    await asha.submits();

    await opens('/whatsapp-send');

    await expect
      .poll(async () => (await asha.looksUp('')).groups?.[0])
      .toMatchObject({
        label: expect.objectContaining({ text: 'Recent' }),
        options: expect.arrayContaining([expect.objectContaining({ value: 'quick_notice:en' })]),
      });
  });
});
