import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import { languageName } from '../../core/template/language-name.ts';
import { obstacleTo } from '../../core/template/sendability.ts';
import { fillPlaceholders, type Template } from '../../core/template/template.ts';
import type { FindTemplates, FoundTemplates } from '../../flow/templates/find-templates.ts';
import { installationOf } from '../access/gate.ts';
import { cutText, untrustedText } from '../blocks/untrusted-text.ts';
import { readComposeMetadata } from '../compose/compose-metadata.ts';
import { byNameValue, templateValue } from '../compose/template-value.ts';

/** Slack's limits for a list of options and for an option's texts. */
const MOST_OPTIONS = 100;
const MAX_TEXT_LENGTH = 75;
const TEMPLATE_NAME = /^[a-z0-9_]+$/;

type TemplateOptionsArgs = Pick<
  SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs,
  'ack' | 'options' | 'body' | 'context'
>;

/** Answers the type-ahead of the template picker, from memory. */
export function createTemplateOptions(needs: { readonly findTemplates: FindTemplates }) {
  return async ({ ack, body, context, options }: TemplateOptionsArgs): Promise<void> => {
    const query = options.value.trim();
    const { channelId } = readComposeMetadata(body.view?.private_metadata ?? '');
    const whose = { teamId: installationOf(context), actorId: body.user.id, channelId };
    const found = await needs.findTemplates(query, whose, MOST_OPTIONS - 1);
    const isKnown = Object.values(found).some((list: FoundTemplates['recent']) =>
      list.some(({ name }) => name === query),
    );
    await ack(grouped(found, byNameOption(TEMPLATE_NAME.test(query) && !isKnown ? query : '')));
  };
}

/** Groups only where there is more than one kind: a heading over everything says nothing. */
function grouped({ recent, sendable, unsendable }: FoundTemplates, byName: PlainTextOption) {
  if (recent.length === 0 && unsendable.length === 0) return { options: [...sendable.map(templateOption), byName] };
  const groups = [
    { label: 'Recent', options: recent.map(templateOption) },
    { label: recent.length > 0 ? 'All others' : 'Templates', options: sendable.map(templateOption) },
    { label: 'Cannot be sent now', options: unsendable.map(templateOption) },
    { label: 'Not in this list', options: [byName] },
  ];
  return {
    option_groups: groups
      .filter(({ options }) => options.length > 0)
      .map(({ label, options }) => ({ label: plainText(label), options })),
  };
}

/** How one template stands in the picker: its name, then what keeps it back, language, category and first words. */
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
    text: plainText(template.name),
    description: plainText(facts.filter((fact) => fact !== '').join(' · ')),
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
  return { type: 'plain_text' as const, text: cutText(text, MAX_TEXT_LENGTH) };
}
