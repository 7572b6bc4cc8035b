import { type CountryChoice, countryChoices } from '../../core/recipients/local-numbers.ts';
import { type LeftOut, withoutNames } from '../../core/recipients/pasted-names.ts';
import { maskDigits, type PhoneNumber } from '../../core/recipients/phone-number.ts';
import { type Country, type Numbering, withMaskedNumber } from '../../core/recipients/recipient.ts';
import { type RecipientList, readRecipients } from '../../core/recipients/recipients.ts';
import { refusalSentences } from '../../core/recipients/refusal-sentences.ts';
import { fail, ok, type Result } from '../../core/result.ts';

/** What is wrong with a list of recipients; `countries` may be chosen instead of typing a country code to each number. */
interface ListProblem {
  readonly field: 'recipients';
  readonly sentence: string;
  readonly countries?: readonly CountryChoice[];
}

/** Recipients as they come to a review. */
interface GivenRecipients {
  /** As typed or pasted. */
  readonly recipients: string;
  /** The person chose them without having read their numbers, and does not read them now. */
  readonly areRecipientsHidden?: boolean;
}

/**
 * Reads the recipients of a message.
 *
 * @param country what the person chose for numbers without a country code; undefined for the bot's default.
 * @returns one problem for each kind of mistake
 */
export function readRecipientList(
  numbering: Numbering,
  country: Country | undefined,
  { recipients: typed, areRecipientsHidden }: GivenRecipients,
  sender: PhoneNumber | undefined,
): Result<RecipientList & { readonly leftOut: readonly LeftOut[] }, readonly ListProblem[]> {
  const { leftOut, text } = withoutNames(typed);
  const read = readRecipients(text, country === undefined ? numbering.read : numbering.readIn(country.code), sender);
  const list = areRecipientsHidden === true ? masked(read) : read;
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
    const sentence =
      areRecipientsHidden === true
        ? 'Nobody would get this message. Choose who gets it again.'
        : 'Add at least one number, with its country code, like +91 98765 43210.';
    return fail([{ field: 'recipients', sentence }]);
  }
  return ok({ ...list, leftOut });
}

function masked({ recipients, duplicates, refused }: RecipientList): RecipientList {
  return {
    recipients: recipients.map(withMaskedNumber),
    duplicates: duplicates.map(withMaskedNumber),
    refused: refused.map((one) => ({ ...one, entry: maskDigits(one.entry) })),
  };
}
