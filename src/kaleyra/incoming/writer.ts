import { createHash } from 'node:crypto';
import { type PhoneNumber, parsePhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Reply } from '../../core/replies/reply.ts';
import { readText } from '../callback/fields.ts';
import { digitsOf } from '../callback/people-and-times.ts';

const MAX_WRITER_LENGTH = 64;

/** Who wrote. */
export type Writer = Pick<Reply, 'from' | 'writer'>;

/** Who wrote, by number, or by the ID that WhatsApp gives to people who hide theirs; undefined for neither. */
export function writerOf(value: unknown): Writer | undefined {
  const text = readText(value);
  if (text === undefined) return undefined;
  const from = numberOf(text);
  if (from !== undefined) return { from, writer: from.slice(1) };
  return /^[\w.:-]+$/.test(text) ? { from: undefined, writer: shortId(text) } : undefined;
}

/** A long ID is kept as its hash: two that begin alike are still two people. */
function shortId(id: string): string {
  return id.length <= MAX_WRITER_LENGTH ? id : createHash('sha256').update(id).digest('base64url');
}

/** A number as Kaleyra writes it: digits with their country code. */
export function numberOf(value: unknown): PhoneNumber | undefined {
  const digits = digitsOf(readText(value));
  const number = digits === undefined ? undefined : parsePhoneNumber(`+${digits}`);
  return number?.ok ? number.value : undefined;
}
