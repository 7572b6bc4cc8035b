import type { App, ReceiverEvent } from '@slack/bolt';
import { readPayload, type SlackEvent, type UnknownPayload } from './read-payload.ts';

interface Delivery extends ReceiverEvent {
  readonly body: SlackEvent;
}

/**
 * Hands a payload to the one listener that it is for.
 *
 * @returns undefined when a listener took it, else what is wrong with it; then nothing was acked.
 * @throws what a listener threw; that is in the log already.
 */
export async function dispatch(app: App, event: Delivery): Promise<UnknownPayload | undefined> {
  const payload = readPayload(event.body);
  if (payload.kind !== 'known') return payload;
  const name = String(payload.body['type'] ?? 'command');
  let isAcked = false;
  const ack: ReceiverEvent['ack'] = async (response) => {
    isAcked = true;
    await event.ack(response);
  };
  try {
    await app.processEvent({ ...event, body: payload.body, ack });
  } catch (error) {
    // Bolt gives every error of a listener a code. One without comes from Bolt's own reading of the payload.
    if (error instanceof Error && 'code' in error) throw error;
    return { kind: 'malformed', name, at: 'anywhere' };
  }
  return isAcked ? undefined : { kind: 'not_ours', name };
}
