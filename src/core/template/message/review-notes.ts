import { formatCount } from '../../format.ts';
import type { LeftOut } from '../../recipients/pasted-names.ts';
import { withoutInvisible } from '../../recipients/plain-characters.ts';
import type { Country, NumberChange, Recipient } from '../../recipients/recipient.ts';
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
  /** Words of the list that are no part of its numbers. */
  readonly leftOut?: readonly LeftOut[];
  /** The country that the person chose for numbers without a country code. */
  readonly country?: Country | undefined;
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
  const { country, duplicates, leftOut = [], recipients, template, message, reportsExpected } = facts;
  return {
    first: template === undefined ? [NOT_IN_CATALOGUE] : sentences(textWarning(template), warningOf(template)),
    warnings: [
      ...sentences(
        sharedValuesWarning(template, message, recipients.length),
        message.media && mediaPageWarning(message.media.url, `header ${message.media.format}`),
      ),
      ...(country === undefined ? [] : [chosenCountry(country)]),
      ...recipientNotes(recipients),
      ...(duplicates.length > 0 ? [enteredTwice(duplicates)] : []),
    ],
    remarks: [
      ...leftOutLines(leftOut),
      ...sentences(
        template && notComparedLine(template),
        template && repliesNote(template, message, reportsExpected),
        reportsExpected ? undefined : NO_REPORTS,
      ),
    ],
  };
}

/** What to look at in how the numbers were read. */
export function recipientNotes(recipients: readonly Recipient[]): readonly string[] {
  return [...guessedCountries(recipients), ...changedNumbers(recipients)];
}

const NOT_IN_CATALOGUE = 'We do not have this template’s text, so we cannot show it or check how many values it needs.';
const NO_REPORTS = 'You will not see whether it was delivered. Your admin can set up delivery reports.';
const MAX_QUOTED_NAMES = 3;
const MAX_NAME_LENGTH = 40;

/** Those that there are. */
export function sentences(...all: readonly (string | undefined)[]): readonly string[] {
  return all.filter((sentence) => sentence !== undefined);
}

function guessedCountries(recipients: readonly Recipient[]): string[] {
  const guessed = recipients.filter((recipient) => recipient.guessedCountry);
  if (guessed.length === 0) return [];
  return [
    `No + was typed. ${guessed.length === 1 ? 'This number is' : 'These numbers are'} read as ${listOf(guessed)}. Is the country right?`,
  ];
}

function chosenCountry({ callingCode, name }: Country): string {
  return `Numbers without a country code are read as +${callingCode} ${name}, as you chose. Is the country right for all of them?`;
}

function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  const heading = leftOut.find(({ kind }) => kind === 'heading');
  const names = leftOut.filter(({ kind }) => kind === 'name');
  const quoted = names.slice(0, MAX_QUOTED_NAMES).map(({ text }) => quote(text));
  const more = names.length - quoted.length;
  return [
    ...(heading === undefined ? [] : [`Left out, because it looks like a heading: ${quote(heading.text)}.`]),
    ...(names.length === 0
      ? []
      : [
          `Left out, because ${names.length === 1 ? 'it is a name' : 'they are names'} beside the numbers: ${quoted.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}.`,
        ]),
  ];
}

function quote(words: string): string {
  const characters = [...withoutInvisible(words.replace(/\s+/gu, ' '))];
  return `“${characters.length > MAX_NAME_LENGTH ? `${characters.slice(0, MAX_NAME_LENGTH).join('')}…` : characters.join('')}”`;
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
