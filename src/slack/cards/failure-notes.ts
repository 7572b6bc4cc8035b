import type { RichTextSection, RichTextText } from '@slack/types';
import { type Explanation, type Explanations, type Passage, sentenceOf } from '../../core/explanations/explanation.ts';
import type { DeliveryFailure } from '../../core/explanations/failure.ts';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Delivery } from '../../core/send/delivery.ts';
import type { Send } from '../../core/send/send.ts';
import { needsAttention } from '../../core/send/status.ts';
import { section, text } from '../blocks/rich-text.ts';
import { cutText, untrustedText } from '../blocks/untrusted-text.ts';
import { reportsMayCome } from './report-notes.ts';

const MAX_NOTES = 5;
const MAX_NAMED = 5;
const MAX_NOTE_LENGTH = 600;
const MAX_PROVIDER_WORDS = 200;

/** Failures of one kind, and whom they met. */
interface SameReason {
  readonly explanation: Explanation;
  readonly met: readonly Problem[];
}

type Problem = Delivery & { readonly failure: DeliveryFailure };

/** Why deliveries of a send failed or are unknown: each reason once, with whom it met, the widest first. */
export function failureNotes(send: Send, explanations: Explanations, deliveries = send.deliveries): RichTextSection[] {
  const reportsExpected = reportsMayCome(send);
  const explained = deliveries
    .filter(isProblem)
    .map((delivery) => ({ delivery, explanation: explanations.ofFailure(delivery.failure, reportsExpected) }));
  const reasons = [...Map.groupBy(explained, ({ explanation }) => sentenceOf(explanation)).values()]
    .flatMap((same): SameReason[] =>
      same[0] === undefined ? [] : [{ explanation: same[0].explanation, met: same.map(({ delivery }) => delivery) }],
    )
    .toSorted((a, b) => b.met.length - a.met.length);
  const notes = reasons.slice(0, MAX_NOTES).map((reason) => noteLine(reason, deliveries.length));
  const left = reasons.length - notes.length;
  return left === 0 ? notes : [...notes, section(text(`${left} more reasons: see the codes above.`, { italic: true }))];
}

/** Whether the delivery ended badly or nobody knows; a report can have settled an earlier failure for good. */
export function isProblem(delivery: Delivery): delivery is Problem {
  return delivery.failure !== undefined && needsAttention(delivery.status);
}

function noteLine({ explanation, met }: SameReason, total: number): RichTextSection {
  const passages = cutPassages(explanation.passages, MAX_NOTE_LENGTH);
  const words = passages.map((passage) => text(passage.text, passage.isWarning ? { bold: true } : {}));
  const quote = explanation.quotesProvider ? [] : providerQuote(met[0]?.failure.text);
  const all = met.length === total;
  return section(...(all ? [] : [text(`${whom(met)}: `, { bold: true })]), ...words, ...quote);
}

function cutPassages(passages: readonly Passage[], most: number): readonly Passage[] {
  let room = most;
  return passages.flatMap((passage) => {
    if (room <= 0) return [];
    const shown = cutText(untrustedText(passage.text), room);
    room -= shown.length;
    return [{ ...passage, text: shown }];
  });
}

/** The provider's own sentence beside ours: what the admin quotes when asking Kaleyra. */
function providerQuote(words: string | undefined): RichTextText[] {
  if (words === undefined) return [];
  return [text(` Kaleyra’s words: “${cutText(untrustedText(words), MAX_PROVIDER_WORDS)}”`, { italic: true })];
}

/** The masked numbers, or how many there are. */
export function whom(met: readonly Delivery[]): string {
  if (met.length > MAX_NAMED) return `${met.length.toLocaleString('en')} recipients`;
  return met.map(({ recipient }) => maskPhoneNumber(recipient)).join(', ');
}
