import type { RichTextSection, RichTextText } from '@slack/types';
import { type ExplanationContext, explain } from '../../core/explanations/explanation.ts';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Delivery } from '../../core/send/delivery.ts';
import type { DeliveryFailure } from '../../core/send/failure.ts';
import { section, text } from '../blocks/rich-text.ts';
import { cutText, untrustedText } from '../blocks/untrusted-text.ts';

const MAX_NOTES = 5;
const MAX_NAMED = 5;
const MAX_NOTE_LENGTH = 600;
const MAX_THEIR_WORDS = 200;
const MAY_HAVE_BEEN_SENT = /(may have been sent)/;

/** Why deliveries failed or are unknown: each reason once, with whom it met, the widest first. */
export function failureNotes(deliveries: readonly Delivery[], context: ExplanationContext): RichTextSection[] {
  const reasons = Map.groupBy(deliveries.filter(isProblem), ({ failure }) => explain(failure, context).sentence);
  const byCount = [...reasons].toSorted(([, a], [, b]) => b.length - a.length);
  const notes = byCount.slice(0, MAX_NOTES).map(([sentence, met]) => noteLine(sentence, met, deliveries.length));
  const left = byCount.length - notes.length;
  return left === 0 ? notes : [...notes, section(text(`${left} more reasons: see the codes above.`, { italic: true }))];
}

/** Whether the delivery ended badly or nobody knows; a report can have settled an earlier failure for good. */
export function isProblem(delivery: Delivery): delivery is Delivery & { readonly failure: DeliveryFailure } {
  const { status, failure } = delivery;
  return failure !== undefined && (status === 'failed' || status === 'rejected' || status === 'unknown');
}

function noteLine(sentence: string, met: readonly Delivery[], total: number): RichTextSection {
  const shown = cutText(untrustedText(sentence), MAX_NOTE_LENGTH);
  const words = met[0]?.status === 'unknown' ? withWarning(shown) : [text(shown)];
  const theirs = theirWords(sentence, met[0]?.failure?.text);
  const all = met.length === total;
  return section(...(all ? [] : [text(`${whom(met)}: `, { bold: true })]), ...words, ...theirs);
}

/** Kaleyra's own sentence beside ours: what the admin quotes when asking Kaleyra. */
function theirWords(sentence: string, theirs: string | undefined): RichTextText[] {
  if (theirs === undefined || sentence.includes(theirs)) return [];
  return [text(` Kaleyra’s words: “${cutText(untrustedText(theirs), MAX_THEIR_WORDS)}”`, { italic: true })];
}

/** Makes the part bold that decides whether anybody may send again. */
function withWarning(sentence: string): RichTextText[] {
  const parts = sentence.split(MAY_HAVE_BEEN_SENT).filter((part) => part !== '');
  return parts.map((part) => text(part, MAY_HAVE_BEEN_SENT.test(part) ? { bold: true } : {}));
}

/** The masked numbers, or how many there are. */
export function whom(met: readonly Delivery[]): string {
  if (met.length > MAX_NAMED) return `${met.length.toLocaleString('en')} recipients`;
  return met.map(({ recipient }) => maskPhoneNumber(recipient)).join(', ');
}
