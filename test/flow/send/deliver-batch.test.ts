import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/core/send/outcome.ts';
import { createPauseOnRefusal } from '../../../src/flow/account/pause-on-refusal.ts';
import { CannotBeStored } from '../../../src/flow/ports/cannot-be-stored.ts';
import type { Log } from '../../../src/flow/ports/log.ts';
import type { Provider } from '../../../src/flow/ports/provider.ts';
import { createDeliverBatch } from '../../../src/flow/send/deliver-batch.ts';
import { createRequestSend } from '../../../src/flow/send/request-send.ts';
import { createShowRequest } from '../../../src/flow/send/show-request.ts';
import { meaningOf } from '../../../src/kaleyra/codes/code-meanings.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import { createScrubber, type Scrubber } from '../../../src/logging/scrub.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { sendOf } from '../../support/sends.ts';

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };

let scrubber: Scrubber;
let folder: string;
let store: Store;
beforeEach(async () => {
  scrubber = createScrubber([]);
  folder = mkdtempSync(join(tmpdir(), 'deliver-'));
  store = await openStore({ url: `file:${folder}/ledger.db`, messagesPerSecond: 1_000, leaseMs: 15_000, log: QUIET });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

type LedgerUse = 'claimBatch' | 'settleBatch' | 'requeueBatch' | 'untilNextBatch';

async function accept(recipientsPerRequest = 20) {
  const { id: _, createdAt: __, version: ___, deliveries, warning: ____, reportsExpected: _____, ...order } = sendOf();
  await store.drafts.save('d1', { order, responseUrl: undefined });
  const requestSend = createRequestSend({
    ledger: store.ledger,
    drafts: store.drafts,
    recipientsPerRequest,
    reportsExpected: true,
    auditChannel: 'CAUDIT',
    newSendId: () => crypto.randomUUID(),
    newToken: () => crypto.randomUUID(),
    concealment: scrubber,
    onAccepted() {},
    log: QUIET,
  });
  return { press: () => requestSend('d1', 'T1:V1', 'U1'), requestSend, recipients: order.recipients, deliveries };
}

function deliverWith(answers: SendOutcome[], ledger: Pick<Store['ledger'], LedgerUse> = store.ledger) {
  const takenNext: string[] = [];
  const alarms: object[] = [];
  const requests: (readonly string[])[] = [];
  const provider: Pick<Provider, 'encode' | 'send'> = {
    encode: (outgoing, callback) => ({
      ok: true,
      value: {
        fields: [
          ['to', outgoing.recipients.join(',')],
          ['token', callback?.token ?? 'none'],
        ],
      },
    }),
    async send({ fields }) {
      requests.push(fields.map(([, value]) => value));
      return answers.shift() ?? { kind: 'unknown', reason: 'no_answer', code: 'TIMEOUT', text: undefined };
    },
  };
  const work = createDeliverBatch({
    ledger,
    provider,
    pauseOnRefusal: createPauseOnRefusal({ account: store.account, auditChannel: 'CAUDIT', meaningOf, log: QUIET }),
    concealment: scrubber,
    wakeCards() {},
    random: () => 0,
    log: { ...QUIET, error: (data, message) => void alarms.push({ ...data, message }) },
  });
  async function runOnce(): Promise<boolean> {
    const batch = await work.claim('w1.1');
    if (batch !== undefined) await work.perform(batch, () => takenNext.push(batch.batchId));
    return batch !== undefined;
  }
  return { alarms, requests, runOnce, takenNext };
}

async function statuses(sendId: string) {
  const send = await store.ledger.findSend(sendId);
  return send?.deliveries.map(({ status, failure }) =>
    failure ? `${status} ${failure.reason} ${failure.code}` : status,
  );
}

async function acceptedId(press: () => Promise<{ kind: string; sendId?: string }>): Promise<string> {
  const { sendId } = await press();
  if (sendId === undefined) throw new Error('not accepted');
  return sendId;
}

describe('a confirmed send', () => {
  it('is one send however often it is confirmed', async () => {
    const { press } = await accept();

    const [first, second, third] = [await press(), await press(), await press()];

    expect(first).toMatchObject({ kind: 'accepted', isNew: true });
    expect([second, third]).toEqual([
      { ...first, isNew: false },
      { ...first, isNew: false },
    ]);
  });

  it('is not recorded when its draft is gone', async () => {
    const { requestSend } = await accept();

    expect(await requestSend('another', 'T1:V2', 'U1')).toEqual({ kind: 'draft_lost' });
  });

  it('is not recorded when somebody else confirms it, before or after its own person', async () => {
    const { press, requestSend } = await accept();

    const early = await requestSend('d1', 'T1:V2', 'U2');
    await press();
    const late = await requestSend('d1', 'T1:V2', 'U2', new Date());

    expect([early, late]).toEqual([{ kind: 'draft_lost' }, { kind: 'draft_lost' }]);
  });

  it('shows its request to nobody else', async () => {
    await accept();
    const showRequest = createShowRequest({
      drafts: store.drafts,
      provider: createEncoding(undefined),
      recipientsPerRequest: 20,
    });

    expect(await showRequest('d1', 'U2')).toBeUndefined();
    expect(await showRequest('d1', 'U1')).toMatchObject({ count: 1 });
  });

  it('leaves in one request for recipients that share its values, once', async () => {
    const { press, recipients } = await accept();
    const { requests, runOnce } = deliverWith([]);
    await press();

    const found = [await runOnce(), await runOnce()];

    expect(found).toEqual([true, false]);
    expect(requests).toEqual([[recipients.join(','), expect.stringMatching(/^[0-9a-f-]{36}$/)]]);
  });

  it('leaves in as many requests as the limit asks for', async () => {
    const { press } = await accept(1);
    const { requests, runOnce } = deliverWith([]);
    await press();

    while (await runOnce());

    expect(requests.length).toBe(2);
    expect(new Set(requests.map(([, token]) => token)).size).toBe(2);
  });

  it('gives every recipient its own outcome, and unknown to one that the answer forgets', async () => {
    const { press, recipients } = await accept();
    const digits = recipients[0]?.slice(1) ?? '';
    const answer: SendOutcome = {
      kind: 'accepted',
      messageIds: new Map([[digits, 'a:0']]),
      refused: new Map(),
      warning: { kind: 'callback_not_allowed', text: 'not whitelisted' },
    };
    const { runOnce } = deliverWith([answer]);
    const sendId = await acceptedId(press);

    await runOnce();

    expect(await statuses(sendId)).toEqual(['accepted', 'unknown missing_in_answer undefined']);
    expect((await store.ledger.findSend(sendId))?.warning).toEqual(answer.warning);
  });

  it('is never tried again after an answer that may hide a message', async () => {
    const { press } = await accept();
    const { requests, runOnce } = deliverWith([
      { kind: 'unknown', reason: 'unclear_answer', code: 'HTTP_500', text: undefined },
    ]);
    const sendId = await acceptedId(press);

    while (await runOnce());

    expect(requests.length).toBe(1);
    expect(await statuses(sendId)).toEqual(['unknown unclear_answer HTTP_500', 'unknown unclear_answer HTTP_500']);
  });

  it('is set aside as unknown with its code, in one line, when the ledger can never hold what was answered', async () => {
    const { press } = await accept();
    const refusing = {
      ...store.ledger,
      settleBatch: ((claim, settlements, warning) =>
        settlements.some(({ failure }) => failure?.text !== undefined)
          ? Promise.reject(new CannotBeStored('no column takes this'))
          : store.ledger.settleBatch(claim, settlements, warning)) satisfies Store['ledger']['settleBatch'],
    };
    const { alarms, runOnce } = deliverWith([{ kind: 'rejected', code: 'E424', text: 'cut \ud83d' }], refusing);
    const sendId = await acceptedId(press);

    await runOnce();

    expect(await statuses(sendId)).toEqual(['unknown unclear_answer E424', 'unknown unclear_answer E424']);
    expect(alarms).toMatchObject([{ sendId, unknown: 2, code: 'E424', message: 'deliveries turned unknown' }]);
  });

  it('tells the alarm of deliveries that turned unknown, once and with their number', async () => {
    const { press } = await accept();
    const { alarms, runOnce } = deliverWith([]);
    const sendId = await acceptedId(press);

    await runOnce();

    expect(alarms).toMatchObject([{ sendId, unknown: 2, message: 'deliveries turned unknown' }]);
  });

  it('keeps its values out of the log from the moment that it leaves', async () => {
    const { press } = await accept();
    await press();
    scrubber = createScrubber([]);
    const { runOnce } = deliverWith([]);

    await runOnce();

    expect(scrubber.scrubText('to Asha')).toBe('to ••••');
  });

  it('lets the next one go before its answer is written only when Kaleyra took it', async () => {
    const { press, recipients } = await accept(1);
    const accepted: SendOutcome = {
      kind: 'accepted',
      messageIds: new Map([[recipients[0]?.slice(1) ?? '', 'a:0']]),
      refused: new Map(),
      warning: undefined,
    };
    const refused: SendOutcome = { kind: 'unknown', reason: 'no_answer', code: 'TIMEOUT', text: undefined };
    const { runOnce, takenNext } = deliverWith([accepted, refused]);
    await press();

    while (await runOnce());

    expect(takenNext.length).toBe(1);
  });

  it('waits for another try on proof that nothing left, and ends as rejected when that does not help', async () => {
    const { press } = await accept();
    const refused: SendOutcome = {
      kind: 'never_sent',
      code: 'ECONNREFUSED',
      text: undefined,
      mayRetry: true,
      retryAfterMs: undefined,
    };
    const { requests, runOnce } = deliverWith([refused, { ...refused, mayRetry: false }]);
    const sendId = await acceptedId(press);

    await runOnce();
    const waiting = await store.ledger.untilNextBatch();
    const statusWhileWaiting = await statuses(sendId);
    await expect.poll(runOnce, { timeout: 3_000, interval: 50 }).toBe(true);

    expect(statusWhileWaiting).toEqual(['queued', 'queued']);
    expect(waiting).toBeGreaterThan(500);
    expect(requests.length).toBe(2);
    expect(await statuses(sendId)).toEqual(['rejected never_sent ECONNREFUSED', 'rejected never_sent ECONNREFUSED']);
  });
});
