import { type CountryChoice, countryChoices } from '../../core/recipients/local-numbers.ts';
import { type LeftOut, withoutNames } from '../../core/recipients/pasted-names.ts';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Country, Numbering } from '../../core/recipients/recipient.ts';
import { type RecipientList, readRecipients } from '../../core/recipients/recipients.ts';
import { refusalSentences } from '../../core/recipients/refusal-sentences.ts';
import { fail, ok, type Result } from '../../core/result.ts';

/** What is wrong with a list of recipients; `countries` may be chosen instead of typing a country code to each number. */
interface ListProblem {
  readonly field: 'recipients';
  readonly sentence: string;
  readonly countries?: readonly CountryChoice[];
}

/**
 * Reads the recipients as typed or pasted.
 *
 * @param country what the person chose for numbers without a country code; undefined for the bot's default.
 * @returns one problem for each kind of mistake
 */
export function readRecipientList(
  numbering: Numbering,
  country: Country | undefined,
  typed: string,
  sender: PhoneNumber | undefined,
): Result<RecipientList & { readonly leftOut: readonly LeftOut[] }, readonly ListProblem[]> {
  const { leftOut, text } = withoutNames(typed);
  const list = readRecipients(text, country === undefined ? numbering.read : numbering.readIn(country.code), sender);
  if (list.refused.length > 0) {
    const sentences = refusalSentences(list.refused, list.recipients.length + list.refused.length);
    const countries = countryChoices(list, sender, numbering);
    return fail(
      sentences.map((sentence, at) => ({
        field: 'recipients',
        sentence,
        ...(at === 0 && countries.length > 0 && { countries }),
      })),
    );
  }
  if (list.recipients.length === 0) {
    return fail([
      { field: 'recipients', sentence: 'Add at least one number, with its country code, like +91 98765 43210.' },
    ]);
  }
  return ok({ ...list, leftOut });
}
