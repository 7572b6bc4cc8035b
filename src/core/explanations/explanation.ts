import { capitalized } from '../format.ts';
import { cutText } from '../text.ts';
import type { Again, CodeMeaning, FixableBy, MeaningOf } from './code-meaning.ts';
import type { DeliveryFailure, FailureReason } from './failure.ts';

/** A failure in words that a person can act on. Plain text: whoever shows it escapes it. */
export interface Explanation {
  /** What it means, as a clause. */
  readonly meaning: string;
  readonly fixableBy: FixableBy;
  readonly again: Again;
  /** What happened, why, and what to do; joined they are whole sentences. */
  readonly passages: readonly Passage[];
  /** Whether the passages quote the provider, so that its words need not be shown beside them. */
  readonly quotesProvider: boolean;
}

export interface Passage {
  readonly text: string;
  /** Set on the words that decide whether to send again. */
  readonly isWarning?: true;
}

/** Why all sends wait. */
interface PauseExplanation {
  /** A whole sentence. */
  readonly cause: string;
  /** Who has to do what, in a whole sentence. */
  readonly step: string;
}

/** Puts failures and pauses into words. */
export interface Explanations {
  /** @param reportsExpected false when no delivery report will come */
  ofFailure(failure: DeliveryFailure, reportsExpected?: boolean): Explanation;
  ofPause(code: string): PauseExplanation;
}

interface Needs {
  readonly meaningOf: MeaningOf;
  /** The wait for a response; left out, the sentence names no time. */
  readonly timeoutSeconds?: number;
}

type UnknownReason = Exclude<FailureReason, 'refused' | 'never_sent' | 'reported' | 'manual_report'>;
type CodeReason = 'refused' | 'never_sent' | 'reported';

const MAX_PROVIDER_WORDS = 200;
const MAX_CODE_LENGTH = 60;

/** What is known of a delivery that may have gone out. */
export const UNKNOWN_REASONS = {
  no_answer: 'Kaleyra did not answer in time',
  connection_lost: 'the connection to Kaleyra broke before its answer came',
  unclear_answer: 'Kaleyra’s answer does not say whether it took the message',
  missing_in_answer: 'Kaleyra’s answer does not name this recipient',
  interrupted: 'the bot was stopped before Kaleyra’s answer came',
} as const satisfies Record<UnknownReason, string>;

const MANUAL_REPORT: Explanation = {
  meaning: 'a person says that it did not arrive',
  fixableBy: 'you',
  again: 'safe',
  passages: [
    {
      text: 'Not delivered, as a person says; Kaleyra never said what became of it. Sending again is safe if that is so.',
    },
  ],
  quotesProvider: false,
};

/** The whole of an explanation as one text. */
export function sentenceOf({ passages }: Explanation): string {
  return passages.map(({ text }) => text).join('');
}

export function createExplanations({ meaningOf, timeoutSeconds }: Needs): Explanations {
  return {
    ofFailure(failure, reportsExpected = true) {
      switch (failure.reason) {
        case 'refused':
        case 'never_sent':
        case 'reported':
          return explainCode(failure, failure.reason, meaningOf);
        case 'manual_report':
          return MANUAL_REPORT;
        case 'no_answer':
        case 'connection_lost':
        case 'unclear_answer':
        case 'missing_in_answer':
        case 'interrupted':
          return explainUnknown(failure.reason, failure.code, { reportsExpected, timeoutSeconds });
      }
    },
    ofPause(code) {
      const known = meaningOf(code);
      return {
        cause: `${known === undefined ? 'Kaleyra takes nothing from the account' : capitalized(known.meaning)}${inBrackets(code)}.`,
        step: known?.pausedStep ?? known?.step ?? 'Your admin has to look at the account with Kaleyra.',
      };
    },
  };
}

function explainUnknown(
  reason: UnknownReason,
  code: string | undefined,
  context: { readonly reportsExpected: boolean; readonly timeoutSeconds: number | undefined },
): Explanation {
  const meaning = whatIsKnown(reason, context.timeoutSeconds);
  // A time-out's code says no more than the sentence does.
  const cause = reason === 'no_answer' ? capitalized(meaning) : `${capitalized(meaning)}${inBrackets(code)}`;
  const step = context.reportsExpected
    ? 'A delivery report may still tell. Otherwise ask the recipient before you send it again.'
    : 'Ask the recipient before you send it again.';
  return {
    meaning,
    fixableBy: 'nobody',
    again: 'may_double',
    passages: [
      { text: `${cause}. The message ` },
      { text: 'may have been sent', isWarning: true },
      { text: `. It was not tried again, so nobody gets it twice. ${step}` },
    ],
    quotesProvider: false,
  };
}

function whatIsKnown(reason: UnknownReason, timeoutSeconds: number | undefined): string {
  if (reason !== 'no_answer' || timeoutSeconds === undefined) return UNKNOWN_REASONS[reason];
  return `Kaleyra did not answer in ${timeoutSeconds} s`;
}

function explainCode(failure: DeliveryFailure, reason: CodeReason, meaningOf: MeaningOf): Explanation {
  const opening = reason === 'reported' ? 'Not delivered' : 'Not sent';
  if (failure.code === 'NOT_ENCODABLE' && failure.text !== undefined) return refusedByUs(failure.text);
  const words = providerWords(failure.text);
  const known = failure.code === undefined ? undefined : meaningOf(failure.code);
  const { meaning, step, fixableBy, again, needsTheirWords } = known ?? unknownCode(reason, words);
  const isQuoted = words !== undefined && (known === undefined || needsTheirWords === true);
  // A code that stands for many causes is best known by the words it came with, so they go before what we make of it.
  const what = isQuoted && known !== undefined ? `Kaleyra says “${words}”. ${capitalized(meaning)}` : meaning;
  return {
    meaning,
    fixableBy,
    again,
    passages: [{ text: `${opening}${inBrackets(failure.code)}: ${what}. ${step}` }],
    quotesProvider: isQuoted,
  };
}

/** Our own encoder speaks in whole sentences, and is not quoted. */
function refusedByUs(sentences: string): Explanation {
  return {
    meaning: sentences,
    fixableBy: 'you',
    again: 'after_fix',
    passages: [{ text: `Not sent: ${sentences}` }],
    quotesProvider: true,
  };
}

/** A code that no list has: the provider's own words are all there is. */
function unknownCode(reason: CodeReason, words: string | undefined): CodeMeaning {
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

function providerWords(text: string | undefined): string | undefined {
  const line = (text ?? '').replace(/\s+/g, ' ').trim();
  const words = line.replace(/[.\s]+$/, '').replace(/["“”]/g, '’');
  if (words === '') return undefined;
  return cutText(words, MAX_PROVIDER_WORDS);
}

function inBrackets(code: string | undefined): string {
  return code === undefined ? '' : ` (${code.slice(0, MAX_CODE_LENGTH)})`;
}
