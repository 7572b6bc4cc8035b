import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import { languageName } from '../../core/language-name.ts';
import { fillPlaceholders, type Template } from '../../core/template.ts';
import type { Catalogue } from '../../flow/ports.ts';
import { foreignText } from '../blocks/foreign-text.ts';
import { clip } from '../clip.ts';
import { byNameValue, templateValue } from './template-value.ts';

/** Slack's limits for a list of options and for an option's texts. */
const MOST_OPTIONS = 100;
const MAX_TEXT_LENGTH = 75;
const TEMPLATE_NAME = /^[a-z0-9_]+$/;

type TemplateOptionsArgs = Pick<SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs, 'ack' | 'options'>;

/** Answers the type-ahead of the template picker, from memory. */
export function createTemplateOptions(needs: { readonly catalogue: Catalogue }) {
  return async ({ ack, options }: TemplateOptionsArgs): Promise<void> => {
    const query = options.value.trim();
    const templates = needs.catalogue.search(query, MOST_OPTIONS - 1);
    const typedName = TEMPLATE_NAME.test(query) && !templates.some(({ name }) => name === query) ? query : '';
    await ack({ options: [...templates.map(templateOption), byNameOption(typedName)] });
  };
}

/** How one template stands in the picker: its name, then language, category and first words. */
export function templateOption(template: Template): PlainTextOption {
  const { category, language, status } = template;
  const facts = [
    ...(status === 'APPROVED' ? [] : [`not approved (${status.toLowerCase()})`]),
    languageName(language),
    category.toLowerCase(),
    foreignText(fillPlaceholders(template.body.text, () => '…'))
      .replace(/\s+/g, ' ')
      .trim(),
  ];
  return {
    text: plainText(template.name),
    description: plainText(facts.join(' · ')),
    value: templateValue(template),
  };
}

/** @param name as far as it was typed; an empty one leaves the name to the form. */
export function byNameOption(name: string): PlainTextOption {
  return {
    text: plainText(name === '' ? 'Another template, by its name' : `By its name: ${name}`),
    description: plainText('For an approved template that is not in this list'),
    value: byNameValue(name),
  };
}

function plainText(text: string) {
  return { type: 'plain_text' as const, text: clip(text, MAX_TEXT_LENGTH) };
}
