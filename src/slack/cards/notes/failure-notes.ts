import type { RichTextSection, RichTextText } from '@slack/types';
import {
  type Explanation,
  type Explanations,
  type Passage,
  sentenceOf,
} from '../../../core/explanations/explanation.ts';
import type { DeliveryFailure } from '../../../core/explanations/failure.ts';
import { formatCount } from '../../../core/format.ts';
import { maskPhoneNumber } from '../../../core/recipients/phone-number.ts';
import type { Delivery } from '../../../core/send/delivery/delivery.ts';
import { needsAttention } from '../../../core/send/delivery/status.ts';
import type { ShowNumber } from '../../../core/send/number-shown.ts';
import type { Send, SendHead } from '../../../core/send/send.ts';
import { cutText } from '../../../core/text.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { untrustedText } from '../../blocks/untrusted-text.ts';
import { reportsMayCome } from './report-notes.ts';

const MAX_NOTES = 5;
const MAX_LISTED_NUMBERS = 5;
const MAX_NOTE_LENGTH = 600;
const MAX_QUOTE_LENGTH = 200;

/** Deliveries that failed for the same reason. */
interface SameReason {
  readonly explanation: Explanation;
  readonly deliveries: readonly Problem[];
}

type Problem = Delivery & { readonly failure: DeliveryFailure };

/** Why deliveries of a send failed or are unknown: each reason once, with its recipients, the most common first. */
export function failureNotes(send: Send, explanations: Explanations): RichTextSection[] {
  const { deliveries } = send;
  const reasons = reasonsOf(deliveries, explanations, reportsMayCome(send));
  const notes = reasons
    .slice(0, MAX_NOTES)
    .map((reason) => noteLine(reason, opening(reason.deliveries, deliveries.length, maskPhoneNumber)));
  const left = reasons.length - notes.length;
  return left === 0 ? notes : [...notes, section(text(`${left} more reasons: see the codes above.`, { italic: true }))];
}

/** The same for some recipients of a send, with every reason that they have, and their numbers as the reader may see them. */
export function allFailureNotes(
  send: SendHead,
  explanations: Explanations,
  { deliveries, show }: { readonly deliveries: readonly Delivery[]; readonly show: ShowNumber },
): RichTextSection[] {
  return reasonsOf(deliveries, explanations, reportsMayCome(send)).map((reason) =>
    noteLine(reason, opening(reason.deliveries, deliveries.length, show)),
  );
}

function reasonsOf(
  deliveries: readonly Delivery[],
  explanations: Explanations,
  reportsExpected: boolean,
): readonly SameReason[] {
  const explained = deliveries
    .filter(isProblem)
    .map((delivery) => ({ delivery, explanation: explanations.ofFailure(delivery.failure, reportsExpected) }));
  return [...Map.groupBy(explained, ({ explanation }) => sentenceOf(explanation)).values()]
    .flatMap((same): SameReason[] =>
      same[0] === undefined
        ? []
        : [{ explanation: same[0].explanation, deliveries: same.map(({ delivery }) => delivery) }],
    )
    .toSorted((a, b) => b.deliveries.length - a.deliveries.length);
}

/** Whom a reason is about; empty when it is everybody. */
function opening(deliveries: readonly Delivery[], total: number, show: ShowNumber): string {
  return deliveries.length === total ? '' : `${recipientsText(deliveries, show)}: `;
}

/** Whether the delivery failed or is unknown. One that failed once can have been delivered since. */
export function isProblem(delivery: Delivery): delivery is Problem {
  return delivery.failure !== undefined && needsAttention(delivery.status);
}

function noteLine({ explanation, deliveries }: SameReason, whom: string): RichTextSection {
  const passages = cutPassages(explanation.passages, MAX_NOTE_LENGTH);
  const words = passages.map((passage) => text(passage.text, passage.isWarning ? { bold: true } : {}));
  const quote = explanation.quotesProvider ? [] : providerQuote(deliveries[0]?.failure.text);
  return section(...(whom === '' ? [] : [text(whom, { bold: true })]), ...words, ...quote);
}

function cutPassages(passages: readonly Passage[], maxLength: number): readonly Passage[] {
  let room = maxLength;
  return passages.flatMap((passage) => {
    if (room <= 0) return [];
    const shown = cutText(untrustedText(passage.text), room);
    room -= shown.length;
    return [{ ...passage, text: shown }];
  });
}

/** Kaleyra's own sentence beside ours: an admin needs it when asking Kaleyra. */
function providerQuote(sentence: string | undefined): RichTextText[] {
  if (sentence === undefined) return [];
  return [text(` Kaleyra’s words: “${cutText(untrustedText(sentence), MAX_QUOTE_LENGTH)}”`, { italic: true })];
}

/** The numbers, or how many there are. */
export function recipientsText(deliveries: readonly Delivery[], show: ShowNumber = maskPhoneNumber): string {
  if (deliveries.length > MAX_LISTED_NUMBERS) return `${formatCount(deliveries.length)} recipients`;
  return deliveries.map(({ recipient }) => show(recipient)).join(', ');
}
