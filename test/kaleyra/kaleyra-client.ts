import { expect } from 'vitest';
import { type PhoneNumber, parsePhoneNumber } from '../../src/core/recipients/phone-number.ts';
import type { OutgoingMessage, TemplateMessage } from '../../src/core/template/message/message.ts';
import type { Log } from '../../src/flow/ports/log.ts';
import type { ProviderRequest } from '../../src/flow/ports/provider.ts';
import { createKaleyra, type KaleyraOptions } from '../../src/kaleyra/provider.ts';

export const API_KEY = 'Acanary0000000000000000000000key3';
export const SID = 'HXIN1783361374IN';

/** A log that a test can look into. */
export function listeningLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (data: object, message: string) => {
    lines.push(JSON.stringify({ ...data, message }));
  };
  return { lines, debug: write, info: write, warn: write, error: write };
}

export function openKaleyra(origin: string, options: Partial<KaleyraOptions> = {}) {
  const kaleyra = createKaleyra({
    origin,
    sid: SID,
    apiKey: API_KEY,
    timeoutMs: 1_000,
    maxInFlight: 32,
    callback: undefined,
    log: listeningLog(),
    ...options,
  });
  return { ...kaleyra, [Symbol.asyncDispose]: () => kaleyra.close() };
}

export function phoneNumber(text: string): PhoneNumber {
  const parsed = parsePhoneNumber(text);
  if (!parsed.ok) throw new Error('The test names a number that is none.');
  return parsed.value;
}

export const BOOKING: TemplateMessage = {
  template: 'booking_confirm',
  language: undefined,
  kind: 'rich',
  headerText: undefined,
  media: undefined,
  parameters: ['John', 'Doe'],
  urlSuffixes: [],
  coupon: undefined,
  payloads: [],
};

export function outgoing(message: Partial<TemplateMessage> = {}, recipients = ['+919811111111', '+919822222222']) {
  return {
    message: { ...BOOKING, ...message },
    sender: phoneNumber('+919800000000'),
    recipients: recipients.map(phoneNumber),
  } satisfies OutgoingMessage;
}

/** A request that encodes, for tests that are about what happens to it. */
export function bookingRequest(message: Partial<TemplateMessage> = {}, recipients?: string[]): ProviderRequest {
  const kaleyra = openKaleyra('http://127.0.0.1:9');
  const encoded = kaleyra.encode(outgoing(message, recipients), undefined);
  void kaleyra.close();
  if (!encoded.ok) expect.fail('The booking request does not encode.');
  return encoded.value;
}
