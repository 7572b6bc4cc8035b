import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/core/send/delivery/outcome.ts';
import { CannotBeStored } from '../../../src/flow/ports/store/cannot-be-stored.ts';
import { createDeliverBatch } from '../../../src/flow/send/deliver-batch.ts';
import { createRequestSend } from '../../../src/flow/send/request-send.ts';
import { createShowRequest } from '../../../src/flow/send/show-request.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import { createScrubber } from '../../../src/logging/scrub.ts';
import { newSend, openNew, recipients } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { NO_POLICY, requested } from '../../support/rules.ts';
import { memoryLog } from '../../support/slack.ts';

/** A send to so many people, in requests of two, and what the log says of it. */
async function openSend(count = 2) {
  const opened = await openNew(createSqliteDatabase);
  const log = memoryLog();
  const scrubber = createScrubber([]);
  const { order } = newSend('S1');
  await opened.drafts.save('d1', { order: { ...order, recipients: recipients(count) }, responseUrl: undefined });
  let ids = 0;
  const newId = (prefix: string) => () => {
    ids += 1;
    return `${prefix}${ids}`;
  };
  const requestSend = createRequestSend({
    ledger: opened.ledger,
    drafts: opened.drafts,
    askRules: NO_POLICY,
    mayExcept: async () => false,
    recipientsPerRequest: 2,
    reportsExpected: true,
    auditChannel: undefined,
    newSendId: newId('S'),
    newToken: newId('t'),
    concealment: scrubber,
    onAccepted: () => undefined,
    log,
  });
  async function deliver(outcome: SendOutcome, ledger: Pick<typeof opened.ledger, 'settleBatch'> = opened.ledger) {
    const work = createDeliverBatch({
      ledger: { ...opened.ledger, settleBatch: ledger.settleBatch },
      provider: { encode: () => ({ ok: true, value: { fields: [] } }), send: async () => outcome },
      pauseOnRefusal: async () => undefined,
      concealment: scrubber,
      wakeCards: () => undefined,
      random: () => 0,
      limits: { messagesPerSecond: 1_000, maxInFlight: 16 },
      log,
    });
    const batch = await work.claim('w1');
    if (batch !== undefined) await work.perform(batch, () => undefined);
  }
  const said = (message: string) => log.lines.filter((line) => line.message === message).map(({ data }) => data);
  return { ...opened, deliver, scrubber, press: () => requestSend(requested('d1', 'T1:V1', 'U1')), said };
}

describe('what the log says of a send', () => {
  it('is who confirmed it and to how many, never to whom', async () => {
    const { press, said } = await openSend(3);

    await press();

    expect(said('send accepted')).toEqual([{ sendId: 'S1', isNew: true, recipients: 3, actorId: 'U1' }]);
  });

  it('is nothing of its values from the moment that it is accepted', async () => {
    const { press, scrubber } = await openSend();
    const before = scrubber.scrubText('to Asha');

    await press();

    expect([before, scrubber.scrubText('to Asha')]).toEqual(['to Asha', 'to ••••']);
  });

  it('is how each batch ended, with the code where there is one', async () => {
    const { deliver, press, said } = await openSend(4);
    await press();

    await deliver({ kind: 'rejected', code: 'E424', text: 'No template' });
    await deliver({ kind: 'unknown', reason: 'no_answer', code: 'TIMEOUT', text: undefined });

    expect(said('batch outcome')).toMatchObject([
      { sendId: 'S1', batchId: 'S1.b0', fence: 1, attempt: 1, outcome: 'rejected', code: 'E424' },
      { sendId: 'S1', batchId: 'S1.b1', fence: 1, attempt: 1, outcome: 'unknown', code: 'TIMEOUT' },
    ]);
    expect(said('deliveries turned unknown')).toMatchObject([{ sendId: 'S1', batchId: 'S1.b1', unknown: 2 }]);
  });

  it('is that a repeat was asked about, and how many there were', async () => {
    const { ledger, press, said } = await openSend(2);
    await ledger.accept(newSend('S9', { sizes: [2] }));

    await press();

    expect(said('send repeats another one')).toEqual([{ actorId: 'U1', repeats: 2 }]);
  });

  it('keeps no more than 64 signs of a code that no column takes', async () => {
    const { deliver, ledger, press } = await openSend(2);
    await press();
    const takesNoText = {
      settleBatch: ((claimed, settlements, warning) =>
        settlements.some(({ failure }) => failure?.text !== undefined)
          ? Promise.reject(new CannotBeStored('no column takes this'))
          : ledger.settleBatch(claimed, settlements, warning)) satisfies typeof ledger.settleBatch,
    };

    await deliver({ kind: 'rejected', code: `E${'4'.repeat(99)}\0`, text: 'No' }, takesNoText);

    const codes = (await ledger.findSend('S1'))?.deliveries.map(({ failure }) => failure?.code);
    expect(codes).toEqual([`E${'4'.repeat(63)}`, `E${'4'.repeat(63)}`]);
  });
});

describe('the request that a review shows', () => {
  it('is the first of as many as will leave, with its recipients alone', async () => {
    const { drafts } = await openSend(5);
    const showRequest = createShowRequest({ drafts, provider: createEncoding(undefined), recipientsPerRequest: 2 });

    const shown = await showRequest('d1', 'U1');

    expect(shown?.count).toBe(3);
    expect(shown?.request.fields).toContainEqual(['to', '919870000000,919870000001']);
  });

  it('is nothing when it cannot be written as one, or is gone', async () => {
    const { drafts } = await openSend();
    const provider = { encode: () => ({ ok: false, failure: [{ field: 'param_1', sentence: 'No.' }] }) as const };

    expect(await createShowRequest({ drafts, provider, recipientsPerRequest: 2 })('d1', 'U1')).toBeUndefined();
    expect(await createShowRequest({ drafts, provider, recipientsPerRequest: 2 })('d9', 'U1')).toBeUndefined();
  });
});
