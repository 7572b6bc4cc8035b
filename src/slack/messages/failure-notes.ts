import type { RichTextSection } from '@slack/types';
import type { Delivery } from '../../core/delivery.ts';
import { explain } from '../../core/explanation.ts';
import { maskPhoneNumber } from '../../core/phone-number.ts';
import { cutText, foreignText } from '../blocks/foreign-text.ts';
import { section, text } from '../blocks/rich-text.ts';

const MAX_NOTES = 5;
const MAX_NAMED = 5;
const MAX_NOTE_LENGTH = 600;

/** Why deliveries failed or are unknown: each reason once, with whom it met. */
export function failureNotes(deliveries: readonly Delivery[]): RichTextSection[] {
  const reasons = [...Map.groupBy(deliveries.filter(hasFailure), (delivery) => explain(delivery.failure).sentence)];
  const byCount = reasons.toSorted(([, a], [, b]) => b.length - a.length);
  const notes = byCount.slice(0, MAX_NOTES).map(([sentence, met]) => noteLine(sentence, met, deliveries.length));
  const left = byCount.length - notes.length;
  return left === 0 ? notes : [...notes, section(text(`${left} more reasons: see the codes above.`, { italic: true }))];
}

function noteLine(sentence: string, met: readonly Delivery[], total: number): RichTextSection {
  const words = text(cutText(foreignText(sentence), MAX_NOTE_LENGTH));
  return met.length === total ? section(words) : section(text(`${whom(met)}: `, { bold: true }), words);
}

function whom(met: readonly Delivery[]): string {
  if (met.length > MAX_NAMED) return `${met.length.toLocaleString('en')} recipients`;
  return met.map(({ recipient }) => maskPhoneNumber(recipient)).join(', ');
}

function hasFailure(delivery: Delivery): delivery is Delivery & { failure: NonNullable<Delivery['failure']> } {
  return delivery.failure !== undefined;
}
