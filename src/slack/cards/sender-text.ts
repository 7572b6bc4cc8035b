import { maskPhoneNumber, type PhoneNumber } from '../../core/recipients/phone-number.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';

const MAX_NAME_LENGTH = 60;

/** The WhatsApp Business numbers that messages may come from, with the names that the team knows them by. */
export type NamedSenders = readonly { readonly number: PhoneNumber; readonly name: string | undefined }[];

/** `Support (•••• 0000)`, or the masked number alone. */
export function senderText(sender: PhoneNumber, senders: NamedSenders, show = untrustedLine): string {
  const name = senders.find(({ number }) => number === sender)?.name;
  const masked = maskPhoneNumber(sender);
  return name === undefined ? masked : `${show(name, MAX_NAME_LENGTH)} (${masked})`;
}
