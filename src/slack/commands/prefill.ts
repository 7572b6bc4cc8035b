import type { Template } from '../../core/template/template.ts';
import type { Catalogue } from '../../flow/ports/templates.ts';
import { untrustedText } from '../blocks/untrusted-text.ts';
import { MAX_RECIPIENTS_LENGTH } from '../compose/fixed-inputs.ts';
import { typedNumbers } from './typed-numbers.ts';
import { findTypedTemplate } from './typed-template.ts';
import { typedWords } from './typed-words.ts';

/** What a command's arguments fill in. They never send by themselves. */
export interface Prefill {
  readonly template: Template | undefined;
  /** Numbers and nothing else. */
  readonly recipients: string;
  /** What the person should know about how the arguments were taken; all that found no place is quoted in it. */
  readonly notice: string | undefined;
}

/** Takes the template that is named and the numbers, and says of everything else that it is neither. */
export function readArguments(text: string, catalogue: Catalogue): Prefill {
  const words = typedWords(text);
  const found = findTypedTemplate(words, catalogue);
  const rest = words.filter((word) => !found?.words.includes(word));
  const { recipients, others, unfit } = typedNumbers(text, rest, MAX_RECIPIENTS_LENGTH);
  // Before the first number stands what was meant for a template.
  const isNamed = found === undefined && words[0]?.kind !== 'number' && others.length > 0;
  const [wanted] = isNamed ? others : [];
  const sentences = [
    ...(wanted === undefined ? [] : [`There is no template “${bare(wanted)}” in the list. Choose one below.`]),
    ...(found?.notice === undefined ? [] : [found.notice]),
    ...leftOut(isNamed ? others.slice(1) : others),
    ...(unfit === undefined ? [] : [`The numbers from “${unfit}” on do not fit below. Send to them afterwards.`]),
  ];
  return {
    template: found?.template,
    recipients,
    notice: sentences.length === 0 ? undefined : untrustedText(sentences.join(' ')),
  };
}

function leftOut(others: readonly string[]): readonly string[] {
  if (others.length === 0) return [];
  const are = others.length === 1 ? 'it is no phone number' : 'they are no phone numbers';
  return [`Left out, because ${are}: ${others.map((other) => `“${bare(other)}”`).join(', ')}.`];
}

/** Without the quotes of its own. */
function bare(word: string): string {
  return word.replace(/^["'‘-‟«»\u0060]+|["'‘-‟«»\u0060,:;]+$/gu, '') || word;
}
