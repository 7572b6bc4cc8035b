import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Phone, PhoneMessage } from '../../protocol.ts';

/** @param digits without plus. @returns as people write it, `+91 98765 43210`; the digits when they are no number. */
export function readableNumber(digits: string): string {
  return parsePhoneNumberFromString(`+${digits}`)?.formatInternational() ?? `+${digits}`;
}

export function unreadOf({ messages }: Phone): readonly PhoneMessage[] {
  return messages.filter(({ state }) => state === 'sent' || state === 'delivered');
}
