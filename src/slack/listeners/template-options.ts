import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import type { FindTemplates, FoundTemplates } from '../../flow/templates/find-templates.ts';
import { installationOf } from '../access/gate.ts';
import { withTrustedMetadata } from '../access/signed-metadata.ts';
import { plainText } from '../blocks/basic-blocks.ts';
import { readComposeMetadata } from '../compose/compose-metadata.ts';
import { byNameOption, templateOption } from '../compose/template/template-option.ts';
import { MAX_OPTION_LENGTH, MAX_OPTIONS } from '../limits.ts';

const TEMPLATE_NAME = /^[a-z0-9_]+$/;

type TemplateOptionsArgs = Pick<
  SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs,
  'ack' | 'options' | 'body' | 'context'
>;

/** Responds to the type-ahead of the template picker, from memory. */
export function createTemplateOptions(needs: { readonly findTemplates: FindTemplates }) {
  return async ({ ack, body, context, options }: TemplateOptionsArgs): Promise<void> => {
    const query = options.value.trim();
    const { channelId } = readComposeMetadata(
      body.view === undefined ? '' : withTrustedMetadata(context, body.view).private_metadata,
    );
    const asker = { teamId: installationOf(context), actorId: body.user.id, channelId };
    const found = await needs.findTemplates(query, asker, MAX_OPTIONS - 1);
    const isKnown = Object.values(found).some((list: FoundTemplates['recent']) =>
      list.some(({ name }) => name === query),
    );
    await ack(grouped(found, byNameOption(TEMPLATE_NAME.test(query) && !isKnown ? query : '')));
  };
}

/** In groups, where there is more than one. */
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
      .map(({ label, options }) => ({ label: plainText(label, MAX_OPTION_LENGTH), options })),
  };
}
