import { describe, expect, it } from 'vitest';
import { createUnknownFunctionEvent } from '../../../src/slack/listeners/unknown-function-event.ts';

/** What the listener did with a step of this name. */
async function doneWith(callbackId: string, known: readonly string[]): Promise<string[]> {
  const done: string[] = [];
  const told = (what: string) => async () => void done.push(what);
  const payload = { function: { callback_id: callbackId } };
  await createUnknownFunctionEvent(known)({ payload, ack: told('ack'), fail: told('fail') } as never);
  return done;
}

describe('a workflow step', () => {
  it('is acked and failed when no listener knows it', async () => {
    expect(await doneWith('old_step', ['send_whatsapp'])).toEqual(['ack', 'fail']);
  });

  it('is left to its own listener when there is one', async () => {
    expect(await doneWith('send_whatsapp', ['send_whatsapp'])).toEqual([]);
  });
});
