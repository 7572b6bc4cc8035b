import type { Recipient } from '../recipients/recipients.ts';

interface NoteFacts {
  readonly duplicates: readonly Recipient[];
  readonly recipients: readonly Recipient[];
  readonly isByName: boolean;
  readonly reportsExpected: boolean;
}

/** What the person should know before sending, each one sentence or two with its why. */
export function reviewNotes({ duplicates, recipients, isByName, reportsExpected }: NoteFacts): readonly string[] {
  return [
    ...guessedCountries(recipients),
    ...(duplicates.length > 0 ? [enteredTwice(duplicates)] : []),
    ...(isByName
      ? [
          'This template is not in the catalogue, so its text cannot be shown and its number of values cannot be checked.',
        ]
      : []),
    ...(reportsExpected
      ? []
      : ['No delivery reports are set up, so the result ends at “accepted”: nobody will hear whether it arrived.']),
  ];
}

function guessedCountries(recipients: readonly Recipient[]): string[] {
  const guessed = recipients.filter((recipient) => recipient.guessedCountry);
  if (guessed.length === 0) return [];
  const list = guessed
    .slice(0, 3)
    .map(({ international, country }) => (country ? `${international} (${country})` : international));
  const more = guessed.length > 3 ? ` and ${guessed.length - 3} more` : '';
  return [
    `Typed without +, so the first digits were taken as the country code: ${list.join(', ')}${more}. Check the country.`,
  ];
}

function enteredTwice(duplicates: readonly Recipient[]): string {
  const [first] = duplicates;
  if (duplicates.length === 1 && first)
    return `${first.international} was entered more than once; it gets one message.`;
  return `${duplicates.length} numbers were entered more than once; each gets one message.`;
}
