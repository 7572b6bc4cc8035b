import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { slackCodeOf } from '../client/slack-code.ts';

type FunctionExecuted = SlackEventMiddlewareArgs<'function_executed'> & AllMiddlewareArgs;

/**
 * Fails a workflow step: this bot has none, though another release may have had one. Bolt acks all other events by itself;
 * this one Slack would send again, and the workflow would stay "in progress".
 */
export async function failUnknownStep({ ack, fail, logger }: FunctionExecuted): Promise<void> {
  await ack();
  try {
    await fail({ error: 'This app does not have this step any more. Please take it out of the workflow.' });
  } catch (error) {
    // The step's token may have expired, or the workflow ended: then Slack ends the step after a while.
    logger.warn(`an unknown step could not be ended: ${slackCodeOf(error)}`);
  }
}
