import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { slackCodeOf } from '../client/slack-code.ts';

type FunctionExecuted = SlackEventMiddlewareArgs<'function_executed'> & AllMiddlewareArgs;

/**
 * Fails a workflow step that this bot does not have, as another release may have had. Bolt acks all other events by itself;
 * this one Slack would send again, and the workflow would stay "in progress".
 *
 * @param known the `callback_id`s of steps with a listener: Bolt calls this one for them too.
 */
export function createUnknownFunctionEvent(known: readonly string[] = []) {
  return async ({ ack, fail, logger, payload }: FunctionExecuted): Promise<void> => {
    if (known.includes(payload.function.callback_id)) return;
    await ack();
    try {
      await fail({ error: 'This app does not have this step any more. Please take it out of the workflow.' });
    } catch (error) {
      // The step's token may have expired, or the workflow ended: then Slack ends the step after a while.
      logger.warn(`an unknown step could not be ended: ${slackCodeOf(error)}`);
    }
  };
}
