import type { NumberChange, Recipient } from '../../recipients/recipient.ts';
import { mediaPageWarning } from '../fields/media-pages.ts';
import { repliesNote } from '../replies-note.ts';
import { warningOf } from '../sendability.ts';
import { sharedValuesWarning } from '../shared-values.ts';
import type { Template } from '../template.ts';
import { notComparedLine, textWarning } from '../text-note.ts';
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
export interface ReviewNotes {
  /** What may make the message a wrong one; it stands above everything else. */
  readonly first: readonly string[];
  /** What to look at in the recipients and in what they get; it stands above them. */
  readonly warnings: readonly string[];
  /** What is good to know; it stands last. */
  readonly remarks: readonly string[];
}

export function reviewNotes(facts: NoteFacts): ReviewNotes {
  const { duplicates, recipients, template, message, reportsExpected } = facts;
  return {
    first: template === undefined ? [NOT_IN_CATALOGUE] : sentences(textWarning(template), warningOf(template)),
    warnings: [
      ...sentences(
        sharedValuesWarning(template, message, recipients.length),
        message.media && mediaPageWarning(message.media.url, `header ${message.media.format}`),
      ),
      ...guessedCountries(recipients),
      ...changedNumbers(recipients),
      ...(duplicates.length > 0 ? [enteredTwice(duplicates)] : []),
    ],
    remarks: sentences(
      template && notComparedLine(template),
      template && repliesNote(template),
      reportsExpected ? undefined : NO_REPORTS,
    ),
  };
}

const NOT_IN_CATALOGUE =
  'This template is not in the catalogue, so its text cannot be shown and its number of values cannot be checked.';
const NO_REPORTS =
  'No delivery reports are set up, so the result ends at “accepted”: nobody will hear whether it arrived.';

function sentences(...all: readonly (string | undefined)[]): readonly string[] {
  return all.filter((sentence) => sentence !== undefined);
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
