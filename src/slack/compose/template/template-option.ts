import type { PlainTextOption } from '@slack/types';
import { languageName } from '../../../core/template/language-name.ts';
import { obstacleTo } from '../../../core/template/sendability.ts';
import { fillPlaceholders, type Template } from '../../../core/template/template.ts';
import { cutText } from '../../../core/text.ts';
import { plainText } from '../../blocks/basic-blocks.ts';
import { untrustedText } from '../../blocks/untrusted-text.ts';
import { MAX_OPTION_LENGTH } from '../../limits.ts';
import { byNameValue, templateValue } from './template-value.ts';

const MAX_LANGUAGE_LENGTH = 40;

/**
 * A template in the picker: its name and language, which stay in sight when it is chosen, then why it cannot be sent, its
 * category and first words.
 */
export function templateOption(template: Template): PlainTextOption {
  const { category } = template;
  const obstacle = obstacleTo(template);
  const facts = [
    ...(obstacle === undefined ? [] : [obstacle.short]),
    category.toLowerCase(),
    untrustedText(fillPlaceholders(template.body.text, () => '…'))
      .replace(/\s+/g, ' ')
      .trim(),
  ];
  return {
    text: plainText(nameAndLanguage(template), MAX_OPTION_LENGTH),
    description: plainText(facts.filter((fact) => fact !== '').join(' · '), MAX_OPTION_LENGTH),
    value: templateValue(template),
  };
}

/** Of a long name the end is cut, never the language. */
function nameAndLanguage({ language, name }: Template): string {
  const behind = ` · ${cutText(languageName(language), MAX_LANGUAGE_LENGTH)}`;
  return `${cutText(name, MAX_OPTION_LENGTH - behind.length)}${behind}`;
}

/** @param name as far as it was typed; the form asks for one that is empty. */
export function byNameOption(name: string): PlainTextOption {
  return {
    text: plainText(name === '' ? 'Another template, by its name' : `By its name: ${name}`, MAX_OPTION_LENGTH),
    description: plainText('For an approved template that is not in this list', MAX_OPTION_LENGTH),
    value: byNameValue(name),
  };
}
