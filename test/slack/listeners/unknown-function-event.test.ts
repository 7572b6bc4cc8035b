import { expect, it } from 'vitest';
import { failUnknownStep } from '../../../src/slack/listeners/unknown-function-event.ts';

it('acks and fails a workflow step that another release had', async () => {
  const done: string[] = [];
  const told = (what: string) => async () => void done.push(what);

  await failUnknownStep({ ack: told('ack'), fail: told('fail') } as never);

  expect(done).toEqual(['ack', 'fail']);
});
