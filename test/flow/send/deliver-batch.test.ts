import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/core/send/delivery/outcome.ts';
import { createPauseOnRefusal } from '../../../src/flow/account/pause-on-refusal.ts';
import type { Log } from '../../../src/flow/ports/log.ts';
import type { EncodingProblem, Provider } from '../../../src/flow/ports/provider.ts';
import { CannotBeStored } from '../../../src/flow/ports/store/cannot-be-stored.ts';
import type { ClaimedBatch } from '../../../src/flow/ports/store/deliver-batch.ts';
import { createDeliverBatch } from '../../../src/flow/send/deliver-batch.ts';
import { createRequestSend } from '../../../src/flow/send/request-send.ts';
import { createShowRequest } from '../../../src/flow/send/show-request.ts';
import { meaningOf } from '../../../src/kaleyra/codes/code-meanings.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import { createScrubber, type Scrubber } from '../../../src/logging/scrub.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { NO_POLICY, requested } from '../../support/rules.ts';
import { deliveryAt, sendOf } from '../../support/sends.ts';

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

interface Accepting {
  readonly recipients?: number;
  readonly reportsExpected?: boolean;
  readonly auditChannel?: string;
}

async function accept(
  recipientsPerRequest = 20,
  { recipients = 2, reportsExpected = true, auditChannel = 'CAUDIT' }: Accepting = {},
) {
  const deliveries = Array.from({ length: recipients }, (_, position) => deliveryAt(position));
  const { id: _, createdAt: __, version: ___, warning: ____, reportsExpected: _____, ...send } = sendOf({ deliveries });
  const { deliveries: ______, ...order } = send;
  await store.drafts.save('d1', { order, responseUrl: 'https://hooks.slack.test/1' });
  const requestSend = createRequestSend({
    ledger: store.ledger,
    drafts: store.drafts,
    askRules: NO_POLICY,
    mayExcept: async () => false,
    recipientsPerRequest,
    reportsExpected,
    auditChannel,
    newSendId: () => crypto.randomUUID(),
    newToken: () => crypto.randomUUID(),
    concealment: scrubber,
    onAccepted() {},
    log: QUIET,
  });
  return {
    press: () => requestSend(requested('d1', 'T1:V1', 'U1')),
    requestSend,
    recipients: order.recipients,
    deliveries,
  };
}

interface Delivering {
  readonly ledger?: Pick<Store['ledger'], LedgerUse>;
  readonly failure?: readonly EncodingProblem[] | Error;
}

function deliverWith(answers: SendOutcome[], { ledger = store.ledger, failure }: Delivering = {}) {
  const takenNext: string[] = [];
  const alarms: { readonly message: string }[] = [];
  const changes: number[] = [];
  const requests: (readonly string[])[] = [];
  const provider: Pick<Provider, 'encode' | 'send'> = {
    encode(outgoing, callback) {
      if (failure instanceof Error) throw failure;
      if (failure !== undefined) return { ok: false, failure };
      const fields: [string, string][] = [
        ['to', outgoing.recipients.join(',')],
        ['token', callback?.token ?? 'none'],
      ];
      return { ok: true, value: { fields } };
    },
    async send({ fields }) {
      requests.push(fields.map(([, value]) => value));
      return answers.shift() ?? { kind: 'unknown', reason: 'no_answer', code: 'TIMEOUT', text: undefined };
    },
  };
  const work = createDeliverBatch({
    ledger,
    provider,
    limits: { messagesPerSecond: 1_000, maxInFlight: 16 },
    pauseOnRefusal: createPauseOnRefusal({ account: store.account, auditChannel: 'CAUDIT', meaningOf, log: QUIET }),
    concealment: scrubber,
    wakeCards: () => void changes.push(requests.length),
    random: () => 0,
    log: { ...QUIET, error: (data, message) => void alarms.push({ ...data, message }) },
  });
  async function runOnce(change: (batch: ClaimedBatch) => ClaimedBatch = (batch) => batch): Promise<boolean> {
    const batch = await work.claim('w1.1');
    if (batch !== undefined) await work.perform(change(batch), () => takenNext.push(batch.batchId));
    return batch !== undefined;
  }
  return { alarms, changes, requests, runOnce, takenNext };
}

function claimCard() {
  return store.ledger.claimCard('w1');
}

async function runAll(runOnce: () => Promise<boolean>): Promise<void> {
  while (await runOnce());
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

    expect(await requestSend(requested('another', 'T1:V2', 'U1'))).toEqual({ kind: 'draft_lost' });
  });

  it('is not recorded when somebody else confirms it, before or after its own person', async () => {
    const { press, requestSend } = await accept();

    const early = await requestSend(requested('d1', 'T1:V2', 'U2'));
    await press();
    const late = await requestSend(requested('d1', 'T1:V2', 'U2', new Date()));

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

    await runAll(runOnce);

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

    await runAll(runOnce);

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
    const { alarms, runOnce } = deliverWith([{ kind: 'rejected', code: 'E424', text: 'cut \ud83d' }], {
      ledger: refusing,
    });
    const sendId = await acceptedId(press);

    await runOnce();

    expect(await statuses(sendId)).toEqual(['unknown unclear_answer E424', 'unknown unclear_answer E424']);
    expect(alarms).toMatchObject([{ sendId, unknown: 2, code: 'E424', message: 'deliveries turned unknown' }]);
  });

  it('is saved when the ledger takes it again, and the log says what it waits for', async () => {
    const { press } = await accept();
    let failures = 1;
    const ledger = {
      ...store.ledger,
      settleBatch: ((...settled) => {
        failures -= 1;
        return failures < 0 ? store.ledger.settleBatch(...settled) : Promise.reject(new Error('away'));
      }) satisfies Store['ledger']['settleBatch'],
    };
    const { alarms, runOnce } = deliverWith([{ kind: 'rejected', code: 'E424', text: 'No' }], { ledger });
    const sendId = await acceptedId(press);

    await runOnce();

    expect(await statuses(sendId)).toEqual(['rejected refused E424', 'rejected refused E424']);
    expect(alarms).toMatchObject([{ sendId, attempt: 1, message: 'batch outcome not saved; trying again' }]);
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

    await runAll(runOnce);

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
    await expect.poll(() => runOnce(), { interval: 50 }).toBe(true);

    expect(statusWhileWaiting).toEqual(['queued', 'queued']);
    expect(waiting).toBeGreaterThan(500);
    expect(requests.length).toBe(2);
    expect(await statuses(sendId)).toEqual(['rejected never_sent ECONNREFUSED', 'rejected never_sent ECONNREFUSED']);
  });

  it.each([1, 2, 3, 6, 7, 8])('reaches everybody once and in order, %i to a request', async (limit) => {
    const { press, recipients } = await accept(limit, { recipients: 7 });
    const { requests, runOnce } = deliverWith([]);
    await press();

    await runAll(runOnce);

    const sizes = requests.map(([to = '']) => to.split(',').length);
    expect(requests.flatMap(([to = '']) => to.split(','))).toEqual(recipients);
    expect(Math.max(...sizes)).toBe(Math.min(limit, 7));
  });

  it.each([
    ['CAUDIT', ['audit', 'channel']],
    ['C1', ['channel']],
  ])('has a card in its channel, and one in an audit channel that is another one: %s', async (auditChannel, roles) => {
    const { press } = await accept(20, { auditChannel });
    await press();

    const cards = [await claimCard(), await claimCard(), await claimCard()];

    expect(cards.flatMap((claimed) => claimed?.card.role ?? []).sort()).toEqual(roles);
  });

  it('remembers the response_url, for a channel where the bot may not write', async () => {
    const { press } = await accept();
    await press();

    const database = new DatabaseSync(`${folder}/ledger.db`, { readOnly: true });
    const rows = database.prepare('select response_url from sends').all();
    database.close();

    expect(rows.map(({ response_url: url }) => url)).toEqual(['https://hooks.slack.test/1']);
  });

  it('asks for no reports where none are expected', async () => {
    const { press } = await accept(20, { reportsExpected: false });
    const { requests, runOnce } = deliverWith([]);
    await press();

    await runAll(runOnce);

    expect(requests.map(([, token]) => token)).toEqual(['none']);
  });

  it('has the cards look when it is answered', async () => {
    const { press } = await accept();
    const { runOnce, changes } = deliverWith([]);
    await press();

    await runOnce();

    expect(changes).toEqual([1]);
  });

  it('raises the alarm when nobody knows what became of it, and only then', async () => {
    const { press, recipients } = await accept(1);
    const taken: SendOutcome = {
      kind: 'accepted',
      messageIds: new Map([[recipients[0]?.slice(1) ?? '', 'a:0']]),
      refused: new Map(),
      warning: undefined,
    };
    const { alarms, runOnce } = deliverWith([
      taken,
      { kind: 'unknown', reason: 'no_answer', code: 'TIMEOUT', text: undefined },
    ]);
    await press();

    await runOnce();
    const whenTaken = alarms.length;
    await runOnce();

    expect(whenTaken).toBe(0);
    expect(alarms.map(({ message }) => message)).toEqual(['deliveries turned unknown']);
  });

  it('pauses the account when Kaleyra refuses that, so that nothing else leaves', async () => {
    const { press } = await accept(1);
    const { requests, runOnce } = deliverWith([{ kind: 'rejected', code: 'E110', text: 'No balance' }]);
    await press();

    await runAll(runOnce);

    expect(requests).toHaveLength(1);
    expect(await store.account.current()).toMatchObject({ code: 'E110' });
  });

  it('leaves in its slot', async () => {
    const { press } = await accept();
    const { requests, runOnce } = deliverWith([]);
    const sentWhenDue: number[] = [];
    await press();

    await runOnce((batch) => ({ ...batch, whenDue: async () => void sentWhenDue.push(requests.length) }));

    expect([sentWhenDue, requests.length]).toEqual([[0], 1]);
  });

  it('ends as never sent, at once, when it cannot be written as a request', async () => {
    const { press } = await accept();
    const { requests, runOnce } = deliverWith([], {
      failure: [{ field: 'param_1', sentence: 'It has a quote in it.' }],
    });
    const sendId = await acceptedId(press);

    await runAll(runOnce);

    expect(requests).toEqual([]);
    expect(await statuses(sendId)).toEqual(Array(2).fill('rejected never_sent NOT_ENCODABLE'));
    expect((await store.ledger.findSend(sendId))?.deliveries[0]?.failure?.text).toBe('It has a quote in it.');
  });

  it('ends as never sent, and not as unknown, when writing the request breaks', async () => {
    const { press } = await accept();
    const { alarms, requests, runOnce } = deliverWith([], { failure: new TypeError('Invalid URL') });
    const sendId = await acceptedId(press);

    await runAll(runOnce);

    expect(requests).toEqual([]);
    expect(await statuses(sendId)).toEqual(Array(2).fill('rejected never_sent NOT_ENCODABLE'));
    expect(alarms.map(({ message }) => message)).toEqual(['request not written']);
  });
});
