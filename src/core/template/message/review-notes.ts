import type { NumberChange, Recipient } from '../../recipients/recipient.ts';
import { mediaPageWarning } from '../fields/media-pages.ts';
import { warningOf } from '../sendability.ts';
import type { Template } from '../template.ts';
import type { TemplateMessage } from './message.ts';

interface NoteFacts {
  readonly duplicates: readonly Recipient[];
  readonly recipients: readonly Recipient[];
  /** Undefined when it was given by name. */
  readonly template: Template | undefined;
  readonly message: TemplateMessage;
  readonly reportsExpected: boolean;
}

/** What the person should know before sending, each one sentence or two with its why. */
export function reviewNotes(facts: NoteFacts): readonly string[] {
  const { duplicates, recipients, template, message, reportsExpected } = facts;
  return [
    ...templateNotes(template, message),
    ...guessedCountries(recipients),
    ...changedNumbers(recipients),
    ...(duplicates.length > 0 ? [enteredTwice(duplicates)] : []),
    ...(template === undefined
      ? [
          'This template is not in the catalogue, so its text cannot be shown and its number of values cannot be checked.',
        ]
      : []),
    ...(reportsExpected
      ? []
      : ['No delivery reports are set up, so the result ends at “accepted”: nobody will hear whether it arrived.']),
  ];
}

function templateNotes(template: Template | undefined, { media }: TemplateMessage): string[] {
  const warning = template && warningOf(template);
  const page = media && mediaPageWarning(media.url, `header ${media.format}`);
  return [...(warning === undefined ? [] : [warning]), ...(page === undefined ? [] : [page])];
}

function guessedCountries(recipients: readonly Recipient[]): string[] {
  const guessed = recipients.filter((recipient) => recipient.guessedCountry);
  if (guessed.length === 0) return [];
  return [
    `Typed without +, so the first digits were taken as the country code: ${listOf(guessed)}. Check the country.`,
  ];
}

const CHANGES: Readonly<Record<NumberChange, (numbers: string) => string>> = {
  earlier_form: (numbers) =>
    `Typed as it was before the country changed its numbers, or as WhatsApp still shows it; it goes to today’s number: ${numbers}. Check the digits.`,
  spreadsheet_zero: (numbers) => `The .0 that a spreadsheet put behind the number was left out: ${numbers}.`,
};

function changedNumbers(recipients: readonly Recipient[]): string[] {
  return (['earlier_form', 'spreadsheet_zero'] as const).flatMap((change) => {
    const changed = recipients.filter(({ changes }) => changes?.includes(change));
    return changed.length > 0 ? [CHANGES[change](listOf(changed))] : [];
  });
}

/** The first three, and how many more there are. */
function listOf(recipients: readonly Recipient[]): string {
  const list = recipients
    .slice(0, 3)
    .map(({ international, country }) => (country ? `${international} (${country})` : international));
  return `${list.join(', ')}${recipients.length > 3 ? ` and ${recipients.length - 3} more` : ''}`;
}

function enteredTwice(duplicates: readonly Recipient[]): string {
  const [first] = duplicates;
  if (duplicates.length === 1 && first)
    return `${first.international} was entered more than once; it gets one message.`;
  return `${duplicates.length} numbers were entered more than once; each gets one message.`;
}
