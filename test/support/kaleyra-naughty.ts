import fc from 'fast-check';
import type { RawCallback } from '../../src/flow/ports/callbacks.ts';
import type { KaleyraResponse } from '../../src/kaleyra/response/response.ts';
import { naughtyText } from './naughty.ts';

/** A value as JSON may hold it where a text belongs. */
const naughtyValue = fc.oneof(naughtyText, fc.integer(), fc.constantFrom(null, {}, [], true));
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** Kaleyra's answer to a request to these digits, in its own form and with anything in it. */
export function naughtyResponse(digits: string): fc.Arbitrary<KaleyraResponse> {
  const entry = fc.record({
    message_id: maybe(naughtyValue),
    recipient: fc.oneof(fc.constant(digits), naughtyValue),
    code: maybe(naughtyValue),
    message: maybe(naughtyValue),
    error: maybe(naughtyValue),
  });
  const body = fc.record({
    code: maybe(fc.oneof(fc.constantFrom('E424', 'RBC001', 'WA500'), naughtyValue)),
    message: maybe(naughtyValue),
    data: fc.array(entry, { maxLength: 2 }),
    error: maybe(fc.oneof(naughtyValue, fc.dictionary(fc.oneof(fc.constant(digits), naughtyText), naughtyText))),
  });
  return fc.record({
    status: fc.constantFrom(200, 202, 400, 401, 429, 500),
    body: body.map((value) => JSON.stringify(value)),
    brokenBy: fc.constant(undefined),
    retryAfter: fc.constant(undefined),
  });
}

/** A report of this message, in Kaleyra's own form and with anything in it. */
export function naughtyReport(messageId: string): fc.Arbitrary<RawCallback> {
  const fields = fc.record({
    id: fc.oneof(fc.constant(messageId), naughtyValue),
    status: fc.oneof(fc.constantFrom('sent', 'failed', 'read'), naughtyValue),
    error: maybe(naughtyValue),
    error_code: maybe(naughtyValue),
    reason: maybe(naughtyValue),
    ref: maybe(naughtyValue),
    mobile: maybe(naughtyValue),
    timestamp: maybe(naughtyValue),
    meta_object: maybe(fc.record({ errors: fc.array(fc.record({ code: naughtyValue, message: naughtyValue })) })),
  });
  const query = maybe(naughtyText).map((token) => new URLSearchParams(token === undefined ? {} : { t: token }));
  return fc.record({
    query,
    body: fields.map((value) => JSON.stringify(value)),
    contentType: fc.constant('application/json'),
  });
}

/** What a person wrote or tapped, in V1's flat fields or as Meta's message, with anything in it. */
export function naughtyReply(from: string): fc.Arbitrary<RawCallback> {
  const type = fc.constantFrom(
    'text',
    'button',
    'image',
    'document',
    'location',
    'contacts',
    'interactive',
    'reaction',
  );
  const sharedFields = {
    from: fc.oneof(fc.constant(from), naughtyValue),
    type: fc.oneof(type, naughtyValue),
    payload: maybe(naughtyValue),
    text: maybe(fc.oneof(naughtyValue, fc.record({ body: naughtyValue }))),
    button: maybe(fc.record({ text: naughtyValue, payload: naughtyValue })),
    contacts: maybe(fc.array(fc.record({ name: naughtyValue, phone: naughtyValue }), { maxLength: 2 })),
    location: maybe(fc.record({ latitude: naughtyValue, longitude: naughtyValue, name: naughtyValue })),
  };
  const flat = fc.record({
    ...sharedFields,
    name: maybe(naughtyValue),
    body: maybe(naughtyValue),
    media_url: fc.constantFrom('https://media.example.com/1', undefined),
    mime_type: maybe(naughtyValue),
    created_at: maybe(naughtyValue),
    reply_to: maybe(naughtyValue),
  });
  const media = fc.record({ link: fc.constant('https://media.example.com/1'), mime_type: naughtyValue });
  const inner = fc.record({
    ...sharedFields,
    id: maybe(naughtyValue),
    image: maybe(media),
    document: maybe(media),
    context: maybe(fc.record({ id: naughtyValue })),
  });
  const body = fc.oneof(
    flat,
    inner.map((message) => ({ meta_object: { value: { messages: [message] } } })),
  );
  return body.map((value) => ({
    query: new URLSearchParams(),
    body: JSON.stringify(value),
    contentType: 'application/json',
  }));
}
