import { languageName } from '../../core/template/language-name.ts';
import type { Template } from '../../core/template/template.ts';
import type { Catalogue } from '../../flow/ports/ports.ts';
import { keyInValue } from '../compose/template-value.ts';

/** What a command's arguments fill in. They never send by themselves. */
export interface Prefill {
  readonly template: Template | undefined;
  readonly recipients: string;
  /** What the person should know about how the arguments were taken. */
  readonly notice: string | undefined;
}

const TEMPLATE_WORD = /^[a-z0-9_]*[a-z_][a-z0-9_]*(?::[A-Za-z_]+)?$/;
const MOST_MATCHES = 100;

/**
 * Takes the first word for a template when it names one, as `name` or `name:language`; everything else is recipients.
 * Reads the catalogue from memory only: the form has to open within the life of a `trigger_id`.
 */
export function readArguments(text: string, catalogue: Catalogue): Prefill {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  if (!TEMPLATE_WORD.test(word)) return { template: undefined, recipients: text, notice: undefined };
  const key = keyInValue(word);
  const matches = templatesNamed(key?.name ?? word, catalogue);
  const [template] = key === undefined ? matches : matches.filter(({ language }) => language === key.language);
  return { template, recipients: rest, notice: noticeFor(word, template, matches, key !== undefined) };
}

function templatesNamed(name: string, catalogue: Catalogue): readonly Template[] {
  return catalogue.search(name, MOST_MATCHES).filter((template) => template.name === name);
}

function noticeFor(
  word: string,
  template: Template | undefined,
  matches: readonly Template[],
  isLanguageGiven: boolean,
): string | undefined {
  if (template === undefined) return `There is no template “${word}” in the list. Choose one below.`;
  if (isLanguageGiven || matches.length < 2) return undefined;
  const languages = matches.map(({ language }) => languageName(language)).join(', ');
  return `“${word}” exists in ${languages}. This one is ${languageName(template.language)}.`;
}
