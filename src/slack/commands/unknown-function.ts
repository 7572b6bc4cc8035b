import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { slackCodeOf } from '../client/slack-code.ts';

type FunctionExecuted = SlackEventMiddlewareArgs<'function_executed'> & AllMiddlewareArgs;

/**
 * Answers a workflow step that this bot does not have, as the manifest of another release may have promised. Bolt acks
 * every other event by itself; this one Slack would send again, and the workflow would stay "in progress".
 *
 * @param known the `callback_id`s that have a listener of their own: Bolt calls this one for them too.
 */
export function createUnknownFunction(known: readonly string[] = []) {
  return async ({ ack, fail, logger, payload }: FunctionExecuted): Promise<void> => {
    if (known.includes(payload.function.callback_id)) return;
    await ack();
    try {
      await fail({ error: 'This app does not have this step any more. Please take it out of the workflow.' });
    } catch (error) {
      // The step's own token may be gone, or the execution over: the workflow then ends by Slack's clock.
      logger.warn(`an unknown step could not be ended: ${slackCodeOf(error)}`);
    }
  };
}
