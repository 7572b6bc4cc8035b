import type { PlainTextOption } from '@slack/types';
import { languageName } from '../../../core/template/language-name.ts';
import { obstacleTo } from '../../../core/template/sendability.ts';
import { fillPlaceholders, type Template } from '../../../core/template/template.ts';
import { plainText } from '../../blocks/basic-blocks.ts';
import { untrustedText } from '../../blocks/untrusted-text.ts';
import { MAX_OPTION_LENGTH } from '../../limits.ts';
import { byNameValue, templateValue } from './template-value.ts';

/** A template in the picker: its name, then why it cannot be sent, its language, category and first words. */
export function templateOption(template: Template): PlainTextOption {
  const { category, language } = template;
  const obstacle = obstacleTo(template);
  const facts = [
    ...(obstacle === undefined ? [] : [obstacle.short]),
    languageName(language),
    category.toLowerCase(),
    untrustedText(fillPlaceholders(template.body.text, () => '…'))
      .replace(/\s+/g, ' ')
      .trim(),
  ];
  return {
    text: plainText(template.name, MAX_OPTION_LENGTH),
    description: plainText(facts.filter((fact) => fact !== '').join(' · '), MAX_OPTION_LENGTH),
    value: templateValue(template),
  };
}

/** @param name as far as it was typed; the form asks for one that is empty. */
export function byNameOption(name: string): PlainTextOption {
  return {
    text: plainText(name === '' ? 'Another template, by its name' : `By its name: ${name}`, MAX_OPTION_LENGTH),
    description: plainText('For an approved template that is not in this list', MAX_OPTION_LENGTH),
    value: byNameValue(name),
  };
}
