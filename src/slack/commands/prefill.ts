import type { Template } from '../../core/template/template.ts';
import type { Catalogue } from '../../flow/ports/templates.ts';
import { untrustedText } from '../blocks/untrusted-text.ts';
import { MAX_INPUT_LENGTH } from '../limits.ts';
import { typedNumbers } from './typed-numbers.ts';
import { findTypedTemplate } from './typed-template.ts';
import { typedWords } from './typed-words.ts';

/** What a command's arguments fill into the form. They never send anything. */
export interface Prefill {
  readonly template: Template | undefined;
  /** Only numbers. */
  readonly recipients: string;
  /** What the person should know about how the arguments were read; whatever was left out is quoted in it. */
  readonly note: string | undefined;
}

/** Finds the template and the numbers in a command's text, and notes what is neither. */
export function readArguments(text: string, catalogue: Catalogue): Prefill {
  const words = typedWords(text);
  const found = findTypedTemplate(words, catalogue);
  const rest = words.filter((word) => !found?.words.includes(word));
  const { recipients, others, tooMany } = typedNumbers(text, rest, MAX_INPUT_LENGTH);
  // The first word, unless it is a number, is meant as a template.
  const isNamed = found === undefined && words[0]?.kind !== 'number' && others.length > 0;
  const [wantedName] = isNamed ? others : [];
  const sentences = [
    ...(wantedName === undefined
      ? []
      : [`There is no template “${unquoted(wantedName)}” in the list. Choose one below.`]),
    ...(found?.note === undefined ? [] : [found.note]),
    ...leftOut(isNamed ? others.slice(1) : others),
    ...(tooMany === undefined ? [] : [`The numbers from “${tooMany}” on do not fit below. Send to them afterwards.`]),
  ];
  return {
    template: found?.template,
    recipients,
    note: sentences.length === 0 ? undefined : untrustedText(sentences.join(' ')),
  };
}

function leftOut(others: readonly string[]): readonly string[] {
  if (others.length === 0) return [];
  const reason = others.length === 1 ? 'it is not a phone number' : 'they are not phone numbers';
  return [`Left out, because ${reason}: ${others.map((other) => `“${unquoted(other)}”`).join(', ')}.`];
}

/** Without the quotes around it. */
function unquoted(word: string): string {
  return word.replace(/^["'‘-‟«»\u0060]+|["'‘-‟«»\u0060,:;]+$/gu, '') || word;
}
