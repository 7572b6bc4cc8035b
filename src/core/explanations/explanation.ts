import type { DeliveryFailure, FailureReason } from '../send/failure.ts';
import type { Again, CodeMeaning, FixableBy } from './code-meaning.ts';
import { meaningOf } from './code-meanings.ts';

/** A failure in words that a person can act on. Plain text: whoever shows it escapes it. */
export interface Explanation {
  /** What it means, as a clause. */
  readonly meaning: string;
  readonly fixableBy: FixableBy;
  readonly again: Again;
  /** The whole of it for a card: what happened, why, and what to do. */
  readonly sentence: string;
}

/** What the sentence can say only when it is told. */
export interface ExplanationContext {
  /** How long an answer was waited for. */
  readonly timeoutSeconds?: number | undefined;
  /** False when no delivery report will come. */
  readonly reportsExpected?: boolean | undefined;
}

type UnknownReason = Exclude<FailureReason, 'refused' | 'never_sent' | 'reported' | 'told'>;

const MAX_THEIR_WORDS = 200;
const MAX_CODE_LENGTH = 60;

/** What is known of a delivery that may have gone out. */
export const UNKNOWN_REASONS = {
  no_answer: 'Kaleyra did not answer in time',
  connection_lost: 'the connection to Kaleyra broke before its answer came',
  unclear_answer: 'Kaleyra’s answer says neither yes nor no',
  missing_in_answer: 'Kaleyra’s answer does not name this recipient',
  interrupted: 'the bot was stopped before Kaleyra’s answer came',
} as const satisfies Record<UnknownReason, string>;

const TOLD: Explanation = {
  meaning: 'a person says that it did not arrive',
  fixableBy: 'you',
  again: 'safe',
  sentence:
    'Not delivered, as a person says; Kaleyra never said what became of it. Sending again is safe if that is so.',
};

/** Explains why a delivery was rejected, failed, or is unknown. */
export function explain(failure: DeliveryFailure, context: ExplanationContext = {}): Explanation {
  switch (failure.reason) {
    case 'refused':
    case 'never_sent':
      return explainCode('Not sent', failure, failure.reason);
    case 'reported':
      return explainCode('Not delivered', failure, failure.reason);
    case 'told':
      return TOLD;
    case 'no_answer':
    case 'connection_lost':
    case 'unclear_answer':
    case 'missing_in_answer':
    case 'interrupted':
      return explainUnknown(failure.reason, failure.code, context);
  }
}

function explainUnknown(reason: UnknownReason, code: string | undefined, context: ExplanationContext): Explanation {
  const meaning = whatIsKnown(reason, context);
  // A time-out's code says no more than the sentence does.
  const cause = reason === 'no_answer' ? capital(meaning) : `${capital(meaning)}${inBrackets(code)}`;
  const step =
    context.reportsExpected === false
      ? 'Ask the recipient whether it arrived.'
      : 'A delivery report will settle it; or ask the recipient.';
  return {
    meaning,
    fixableBy: 'nobody',
    again: 'may_double',
    sentence: `${cause}. The message may have been sent. It was not tried again, so nobody gets it twice. ${step}`,
  };
}

function whatIsKnown(reason: UnknownReason, { timeoutSeconds }: ExplanationContext): string {
  if (reason !== 'no_answer' || timeoutSeconds === undefined) return UNKNOWN_REASONS[reason];
  return `Kaleyra did not answer in ${timeoutSeconds} s`;
}

function explainCode(
  opening: 'Not sent' | 'Not delivered',
  failure: DeliveryFailure,
  reason: 'refused' | 'never_sent' | 'reported',
): Explanation {
  if (failure.code === 'NOT_ENCODABLE' && failure.text !== undefined) return refusedByUs(failure.text);
  const words = theirWords(failure.text);
  const known = failure.code === undefined ? undefined : meaningOf(failure.code);
  const { meaning, step, fixableBy, again, needsTheirWords } = known ?? unknownCode(reason, words);
  const quote = needsTheirWords && words !== undefined ? `; it says “${words}”` : '';
  const sentence = `${opening}${inBrackets(failure.code)}: ${meaning}${quote}. ${step}`;
  return { meaning, fixableBy, again, sentence };
}

/** Our own encoder speaks in whole sentences, and is not quoted. */
function refusedByUs(sentences: string): Explanation {
  return { meaning: sentences, fixableBy: 'you', again: 'after_fix', sentence: `Not sent: ${sentences}` };
}

/** A code that no list has: the provider's own words are all there is. */
function unknownCode(reason: 'refused' | 'never_sent' | 'reported', words: string | undefined): CodeMeaning {
  const says = words === undefined ? 'gave no reason' : `says “${words}”`;
  switch (reason) {
    case 'refused':
      return {
        meaning: `Kaleyra refused it and ${says}`,
        step: 'Show this to your admin before sending again.',
        fixableBy: 'admin',
        again: 'after_fix',
      };
    case 'never_sent':
      return {
        meaning: words === undefined ? 'the message never left for Kaleyra' : `Kaleyra did not take it and ${says}`,
        step: 'It is safe to send again.',
        fixableBy: 'admin',
        again: 'safe',
      };
    case 'reported':
      return {
        meaning: `Kaleyra ${says}`,
        step: 'Sending again cannot double it, but may fail the same way.',
        fixableBy: 'admin',
        again: 'after_fix',
      };
  }
}

function theirWords(text: string | undefined): string | undefined {
  const line = (text ?? '').replace(/\s+/g, ' ').trim();
  const words = line.replace(/[.\s]+$/, '').replace(/["“”]/g, '’');
  if (words === '') return undefined;
  return words.length <= MAX_THEIR_WORDS ? words : `${words.slice(0, MAX_THEIR_WORDS).trimEnd()}…`;
}

function inBrackets(code: string | undefined): string {
  return code === undefined ? '' : ` (${code.slice(0, MAX_CODE_LENGTH)})`;
}

function capital(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
