import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ViewsClient } from './opening-view.ts';

/** What a listener for a press on something about a send uses. */
export type PressArgs = Pick<
  SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs,
  'ack' | 'action' | 'body' | 'context' | 'respond'
> & { readonly client: ViewsClient };

/** Answers only the person who pressed; a press in a view has no such way, and its own view to say it in. */
export async function whisper({ body, respond }: Pick<PressArgs, 'body' | 'respond'>, text: string): Promise<void> {
  if (body.view !== undefined) return;
  await respond({ response_type: 'ephemeral', replace_original: false, text });
}
