import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDelivery } from '../../../sandbox/kaleyra/check-delivery.ts';
import { checkRequest } from '../../../sandbox/kaleyra/check-request.ts';
import { drawMessage } from '../../../sandbox/kaleyra/draw-message.ts';
import { type Field, readFields } from '../../../sandbox/web/fields.ts';
import { parsePhoneNumber } from '../../../src/core/recipients/phone-number.ts';
import type { FieldId, FieldValues } from '../../../src/core/template/fields/field.ts';
import { fillTemplate, templateFields } from '../../../src/core/template/fields/fields.ts';
import { type Preview, previewOf } from '../../../src/core/template/message/preview.ts';
import type { Template } from '../../../src/core/template/template.ts';
import { readOneTemplate } from '../../../src/files/templates/read-templates.ts';
import type { ProviderRequest } from '../../../src/flow/ports/provider.ts';
import { decodeRequest, encodeRequest } from '../../../src/kaleyra/request/request.ts';
import { type EntryCase, entryCase } from './generated-entries.ts';

/** `npm run test:preview` sets it; the usual run takes a sample. */
const CASES = Number(process.env['PREVIEW_CASES'] ?? 3_000);
const MEDIA = {
  image: 'https://example.com/a.png',
  video: 'https://example.com/a.mp4',
  document: 'https://example.com/a.pdf',
};
const SEEN = {
  image: 0,
  video: 0,
  document: 0,
  text: 0,
  named: 0,
  url: 0,
  copy_code: 0,
  quick_reply: 0,
  phone_number: 0,
  footer: 0,
};

function phone(digits: string) {
  const number = parsePhoneNumber(`+${digits}`);
  if (!number.ok) throw new Error(digits);
  return number.value;
}

function valuesFor(template: Template, { texts, suffixes }: EntryCase): FieldValues {
  const nextText = texts.values();
  const nextSuffix = suffixes.values();
  const typedInto = (id: FieldId): string | undefined => {
    if (id === 'media_url') return template.header?.format === 'text' ? '' : MEDIA[template.header?.format ?? 'image'];
    if (id === 'param_url' || id === 'second_param_url') return nextSuffix.next().value;
    return id === 'coupon_code' ? 'SAVE-25%' : nextText.next().value;
  };
  return Object.fromEntries(templateFields(template).map(({ id }) => [id, typedInto(id) ?? '']));
}

/** What the local Kaleyra reads when the request comes in over the wire. */
async function received({ fields }: ProviderRequest): Promise<readonly Field[]> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const posted = new Response(form);
  return readFields(Buffer.from(await posted.arrayBuffer()), posted.headers.get('content-type') ?? undefined);
}

function count({ header, footer, buttons }: Preview, template: Template): void {
  if (header !== undefined) SEEN[header.kind] += 1;
  if (footer !== undefined) SEEN.footer += 1;
  if (template.body.parameters.some(({ name }) => !/^\d+$/.test(name))) SEEN.named += 1;
  for (const { kind } of buttons) SEEN[kind] += 1;
}

describe('the preview and the phone', () => {
  it(`show the same message, for ${CASES.toLocaleString('en')} templates of every component`, {
    timeout: 60_000 + CASES * 5,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(entryCase, async (one) => {
        const template = readOneTemplate(one.entry);
        if (template === undefined) throw new Error('not read');
        const filled = fillTemplate(template, valuesFor(template, one));
        if (!filled.ok) throw new Error(JSON.stringify(filled.failure));
        const outgoing = { message: filled.value, sender: phone('919800000000'), recipients: [phone('919876543210')] };
        const request = encodeRequest(outgoing, { url: undefined, ref: undefined });
        if (!request.ok) throw new Error(JSON.stringify(request.failure));

        const preview = previewOf(template, decodeRequest(request.value).message);
        const message = checkRequest(await received(request.value), {
          senders: new Map([['919800000000', 'Acme']]),
          templates: [{ ...one.entry, components: one.entry.components.map((part) => ({ type: '', ...part })) }],
        });

        if (!('template' in message)) throw new Error(JSON.stringify(message.body));
        expect(checkDelivery(message)).toBeUndefined();
        const { parameters: _, ...shown } = preview;
        expect(drawMessage(message)).toEqual(shown);
        count(preview, template);
      }),
      { numRuns: CASES },
    );

    expect(Object.entries(SEEN).filter(([, times]) => times < CASES / 50)).toEqual([]);
  });
});
