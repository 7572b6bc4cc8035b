import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ViewsUpdateArguments } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import type { Catalogue, FreshCatalogue } from '../../flow/ports/templates.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import { carryOver } from '../compose/carry-over.ts';
import { type Composed, composeView, readComposeView } from '../compose/compose-view.ts';
import type { Sender } from '../compose/fixed-inputs.ts';
import type { Chosen } from '../compose/template-inputs.ts';
import { findByValue, nameInValue } from '../compose/template-value.ts';

type ChooseTemplateArgs = Pick<SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs, 'ack' | 'body'> & {
  readonly client: { readonly views: { update(args: ViewsUpdateArguments): Promise<unknown> } };
};

/** Shows the fields of the template that was just chosen; what was typed elsewhere stays. */
export function createChooseTemplate(needs: {
  readonly catalogue: FreshCatalogue;
  readonly senders: readonly Sender[];
  readonly log: Log;
}) {
  return async ({ ack, body, client }: ChooseTemplateArgs): Promise<void> => {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    const next = viewOfSelection(readComposeView(view), view.blocks, needs);
    if (next === undefined) return;
    try {
      await client.views.update({ view_id: view.id, view: next });
    } catch (error) {
      // Closed meanwhile, or Slack is busy: "Review" looks again and shows the fields then.
      needs.log.warn({ code: slackCodeOf(error) }, 'compose view not updated');
    }
  };
}

/** The view for what the picker holds; undefined when it is what is shown, or nothing. */
export function viewOfSelection(
  composed: Composed,
  blocks: Parameters<typeof carryOver>[1],
  needs: { readonly catalogue: FreshCatalogue; readonly senders: readonly Sender[] },
): ReturnType<typeof composeView> | undefined {
  const { input, metadata, selected } = composed;
  if (selected === undefined || selected === metadata.shown?.value) return undefined;
  const chosen = chosenBy(selected, needs.catalogue);
  if (chosen === undefined) return undefined;
  const { shown } = metadata;
  const before = shown && chosenBy(shown.value, needs.catalogue);
  const { values, kept } = carryOver(composed, blocks, { before, chosen });
  const { channelId, recipients, sender } = input;
  return composeView(
    {
      chosen,
      values,
      recipients,
      sender,
      channelId,
      metadata: { ...metadata, kept },
      notice: undefined,
      freshness: needs.catalogue.freshness(),
    },
    needs.senders,
  );
}

/** What an option value of the picker stands for; undefined when the catalogue has it no more. */
export function chosenBy(value: string, catalogue: Catalogue): Chosen | undefined {
  const name = nameInValue(value);
  if (name !== undefined) return { kind: 'by_name', name };
  const template = findByValue(catalogue, value);
  return template === undefined ? undefined : { kind: 'listed', template };
}
