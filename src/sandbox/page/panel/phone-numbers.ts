import type { Phone, PhoneMessage } from '../../protocol.ts';

/** Digits in groups that can be read aloud: `+91 98765 43210`. Nothing is known here of numbering plans. */
export function readableNumber(digits: string): string {
  const local = digits.slice(-10);
  const country = digits.slice(0, -10);
  return `+${[country, local.slice(0, 5), local.slice(5)].filter((part) => part !== '').join(' ')}`;
}

export function unreadOf({ messages }: Phone): readonly PhoneMessage[] {
  return messages.filter(({ state }) => state === 'sent' || state === 'delivered');
}
