import type { Reply } from '../../../src/core/replies/reply.ts';
import type { RawCallback } from '../../../src/flow/ports/callbacks.ts';
import { readIncoming } from '../../../src/kaleyra/incoming/incoming.ts';

export const NOW = new Date('2026-11-29T12:00:00Z');
export const AT = '1764417000';
export const WRITTEN = new Date(1_764_417_000_000);

export function byGet(fields: Record<string, string>): RawCallback {
  return { query: new URLSearchParams(fields), body: '', contentType: undefined };
}

export function byPost(body: unknown): RawCallback {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { query: new URLSearchParams(), body: text, contentType: 'application/json' };
}

/** V2's wrapping of Meta's messages. */
export function v2(messages: readonly object[], extra: object = {}): RawCallback {
  return byPost({
    meta_object: {
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '919800000000', phone_number_id: '104' },
        contacts: [{ profile: { name: 'Asha Rao' }, wa_id: '919811111111' }],
        messages,
      },
      field: 'messages',
    },
    extra_info: { trace_id: 't', waba_id: 'w', ...extra },
  });
}

export function one(raw: RawCallback): Reply {
  const [reply, ...others] = readIncoming(raw, NOW);
  if (reply === undefined || others.length > 0) throw new Error('not one reply');
  return reply;
}

export const FLAT = { from: '919811111111', wanumber: '919800000000', name: 'Asha Rao', created_at: AT };
export const META = { from: '919811111111', id: 'wamid.HBgM1', timestamp: AT };
