import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../src/flow/ports/log.ts';
import { createHandleCallback } from '../../src/flow/reports/handle-callback.ts';
import { createSaveReports } from '../../src/flow/reports/save-reports.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { CALLBACK_PATH } from '../../src/kaleyra/callback/address.ts';
import { readCallback } from '../../src/kaleyra/callback/callback.ts';
import { callbackRoute } from '../../src/kaleyra/callback/route.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { accepted, claim, newSend, type SendChange, SILENT, unanswered } from '../store/opened-ledger.ts';
import { createSqliteDatabase, type TestDatabase } from '../store/test-database.ts';
import { phone } from '../support/sends.ts';

const SECRET = 's'.repeat(32);
const OLD_SECRET = 'o'.repeat(32);
const ID = 'c9e113f0-6fc2-4bd7-979c-ebdb2f600f38';

let database: TestDatabase;
let store: Store;
let server: ReturnType<typeof createHttpServer>;
let base: string;
let sends = 0;
const lines: { readonly level: string; readonly message: string; readonly data: object }[] = [];
const log: Log = {
  debug: () => undefined,
  info: (data, message) => lines.push({ level: 'info', message, data }),
  warn: (data, message) => lines.push({ level: 'warn', message, data }),
  error: (data, message) => lines.push({ level: 'error', message, data }),
};
beforeAll(async () => {
  database = await createSqliteDatabase();
  store = await openStore({ url: database.url, messagesPerSecond: 1_000, leaseMs: 60_000, log });
  const handleCallback = createHandleCallback({
    readCallback: readCallback,
    saveReports: createSaveReports({ ledger: store.ledger, wakeCards: () => undefined, log }),
    applyTemplateStatus: () => undefined,
    log,
  });
  server = createHttpServer([callbackRoute({ secrets: [SECRET, OLD_SECRET], handleCallback })], SILENT);
  base = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}${CALLBACK_PATH}`;
});
afterAll(async () => {
  await server.close();
  await store.close();
  await database.remove();
});

let sendId: string;
let token: string;
let messageId: string;
let batch: Awaited<ReturnType<typeof claim>>;
/** A send to one person, on its way. */
beforeEach(() => send());

async function send(change: SendChange = {}): Promise<void> {
  sends += 1;
  sendId = `S${sends}`;
  await store.ledger.accept(newSend(sendId, change));
  await expect.poll(() => store.ledger.untilNextBatch()).toBe(0);
  batch = await claim(store.ledger);
  token = batch.token;
  messageId = `${ID}${sends}:0`;
  lines.length = 0;
}

/** To these numbers in one request whose outcome is unknown. */
async function sendUnanswered(...numbers: readonly string[]): Promise<void> {
  const recipients = numbers.map(phone);
  await send({ order: { recipients }, batches: [{ token: `token-${sends}`, recipients }] });
  await store.ledger.settleBatch(batch, unanswered(batch), undefined);
}

async function deliveries() {
  return (await store.ledger.findSend(sendId))?.deliveries ?? [];
}

async function answered(): Promise<void> {
  await store.ledger.settleBatch(batch, accepted(batch, messageId.split(':')[0] ?? ''), undefined);
}

async function status(): Promise<string | undefined> {
  return (await store.ledger.findSend(sendId))?.deliveries[0]?.status;
}

type Fields = Readonly<Record<string, string>>;

function get(fields: Fields, { secret = SECRET, t = token } = {}): Promise<Response> {
  return fetch(`${base}${secret}?${new URLSearchParams({ t, ...fields })}`);
}

function postJson(fields: object, { secret = SECRET, t = token } = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${base}${secret}?t=${t}`, { method: 'POST', headers, body: JSON.stringify(fields) });
}

function postForm(fields: Fields, { secret = SECRET, t = token } = {}): Promise<Response> {
  return fetch(`${base}${secret}?t=${t}`, { method: 'POST', body: new URLSearchParams(fields) });
}

describe('a delivery report over HTTP', () => {
  it.each([
    ['GET', get],
    ['POST with JSON', postJson],
    ['POST with a form', postForm],
  ])('is taken by %s, under the new secret and the old one, in any spelling', async (_, send) => {
    await answered();

    const first = await send({ id: messageId, status: 'SENT', mobile: '919870000000' });
    const afterFirst = await status();
    const second = await send(
      { id: messageId.split(':')[0] ?? '', status: 'Not-Sent', error_code: '131026' },
      { secret: OLD_SECRET },
    );

    expect([first.status, second.status]).toEqual([200, 200]);
    expect([afterFirst, await status()]).toEqual(['sent', 'failed']);
  });

  it('changes nothing with a wrong secret or a wrong token, and says nothing', async () => {
    await answered();
    const fields = { id: messageId, status: 'read' };

    const answers = [
      await get(fields, { secret: 'w'.repeat(32) }),
      await get(fields, { t: 'made-up' }),
      await postJson(fields, { t: 'made-up' }),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404]);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['', '', '']);
    expect(await status()).toBe('accepted');
  });

  it('never lowers a status, however often and in whatever order reports come', async () => {
    await answered();
    const words = ['read', 'sent', 'delivered', 'failed', 'sent', 'read', 'delivered', 'not-sent', '0'];

    for (const word of words) expect((await get({ id: messageId, status: word })).status).toBe(200);
    await Promise.all(words.map((word) => postForm({ id: messageId, status: word })));

    expect(await status()).toBe('read');
  });

  it('is taken before the answer to the request itself, which then only adds the ID', async () => {
    await get({ id: messageId, status: 'delivered', mobile: '919870000000' });
    const beforeAnswer = await status();

    await answered();

    expect(beforeAnswer).toBe('delivered');
    expect(await status()).toBe('delivered');
    expect((await store.ledger.findSend(sendId))?.deliveries[0]?.messageId).toBe(messageId);
  });

  it('waits for its message when it has no token, and is matched when the ID is known', async () => {
    const answer = await fetch(`${base}${SECRET}?${new URLSearchParams({ id: messageId, status: 'delivered' })}`);
    const whileUnknown = await status();

    await answered();

    expect(answer.status).toBe(200);
    expect(whileUnknown).toBe('sending');
    expect(await status()).toBe('delivered');
  });

  it('settles an unknown delivery', async () => {
    await store.ledger.settleBatch(batch, unanswered(batch), undefined);

    await get({ id: messageId, status: 'delivered', mobile: '919870000000' });

    expect(await status()).toBe('delivered');
  });
});

describe('a report that names the recipient in another way', () => {
  it.each([
    ['as WhatsApp has it', '553187654321'],
    ['by an ID', 'BR.1393000000001'],
    ['by another person’s number', '14155550123'],
  ])('settles the only one that its token can mean: %s', async (_, mobile) => {
    await sendUnanswered('+5531987654321');

    for (const word of ['sent', 'delivered', 'read']) await get({ id: messageId, status: word, mobile });

    expect(await status()).toBe('read');
    const warnings = lines.filter(({ message }) => message === 'report names another number');
    expect(warnings).toHaveLength(mobile === '14155550123' ? 1 : 0);
    expect(JSON.stringify(lines)).not.toMatch(/5550123|87654321/);
  });

  it('is not matched while it may belong to either of two, until one of them is known', async () => {
    await sendUnanswered('+5531987654321', '+919876543210');
    const [first, second] = [messageId, messageId.replace(/0$/, '1')];

    const answer = await postJson({ id: first, status: 'read', mobile: 'BR.1393000000001' });
    const guessed = (await deliveries()).map((delivery) => delivery.status);
    await postJson({ id: second, status: 'delivered', mobile: '919876543210' });

    expect(answer.status).toBe(200);
    expect(guessed).toEqual(['unknown', 'unknown']);
    expect(await deliveries()).toMatchObject([
      { status: 'read', messageId: first },
      { status: 'delivered', messageId: second },
    ]);
  });
});

describe('a report of a failure', () => {
  it.each([
    [{ error: { code: 131026 } }, '131026', undefined],
    [{ errors: [{ code: 131049, title: 'Not delivered' }] }, '131049', 'Not delivered'],
    [{ error_code: '131049 - Not delivered' }, '131049', 'Not delivered'],
    [{ error_code: 'Not delivered' }, undefined, 'Not delivered'],
  ])('says why in every form: %j', async (reason, code, text) => {
    await answered();

    await postJson({ id: messageId, status: 'failed', ...reason });

    expect(await deliveries()).toMatchObject([{ status: 'failed', failure: { reason: 'reported', code, text } }]);
  });
});

describe('several statuses in one callback', () => {
  const statuses = [
    { id: 'wamid.a', status: 'delivered', recipient_id: '919876543210' },
    { id: 'wamid.b', status: 'failed', recipient_id: '553187654321', errors: [{ code: 131026 }] },
    { id: 'wamid.c', status: 'deleted', recipient_id: '919876543210' },
  ];
  const body = { meta_object: { value: { statuses } } };

  it('all count, each for its own message', async () => {
    await sendUnanswered('+919876543210', '+5531987654321');

    const answer = await postJson(body);

    expect(answer.status).toBe(200);
    expect(await deliveries()).toMatchObject([
      { status: 'delivered', messageId: 'wamid.a' },
      { status: 'failed', messageId: 'wamid.b', failure: { code: '131026' } },
    ]);
  });

  it('are asked for again, and none is kept, when one cannot be stored', async () => {
    await sendUnanswered('+919876543210', '+5531987654321');
    await database.run(
      `create unique index no_b on status_events (substr(message_id, 1, 7)) where message_id = 'wamid.z'`,
    );
    const withZ = [...statuses, { ...statuses[0], id: 'wamid.z', status: 'sent' }, { ...statuses[0], id: 'wamid.z' }];

    const answer = await postJson({ meta_object: { value: { statuses: withZ } } });
    await database.run('drop index no_b');

    expect(answer.status).toBe(500);
    expect((await deliveries()).map((delivery) => delivery.status)).toEqual(['unknown', 'unknown']);
  });
});

describe('an unknown status word', () => {
  it.each([
    ['deleted', 'deleted'],
    ['undelivered', 'undelivered'],
    ['sent to +91 98765 43210', '…'],
    ['u'.repeat(500), 'u'.repeat(40)],
  ])('changes nothing and leaves one line with the word: %s', async (word, shown) => {
    await answered();
    lines.length = 0;

    const answer = await postJson({ id: messageId, status: word, mobile: '919870000000' });

    expect(answer.status).toBe(200);
    expect(await status()).toBe('accepted');
    expect(lines).toEqual([{ level: 'warn', message: 'unknown status word', data: { word: shown } }]);
  });
});

describe('other callbacks on the same address', () => {
  it.each([
    ['a quality event', { display_phone_number: '16505551111', event: 'FLAGGED', current_limit: 'TIER_10K' }],
    [
      'an inbound message',
      { created_at: '1603914166', type: 'text', from: '14133881111', name: 'John', body: 'Hello' },
    ],
    [
      'a template’s new status',
      { event: 'PAUSED', message_template_name: 'booking_confirm', message_template_language: 'en' },
    ],
    ['an unknown status word', { id: 'x:0', status: 'teleported' }],
    ['nothing at all', {}],
  ])('%s is taken without harm', async (_, fields) => {
    const rows = await database.run('select count(*) as n from status_events');

    const answers = [await get(fields), await postJson(fields), await postForm(fields)];

    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await status()).toBe('sending');
    expect(await database.run('select count(*) as n from status_events')).toEqual(rows);
    expect((await fetch(`${base}${SECRET}`, { method: 'POST', body: 'null' })).status).toBe(200);
  });
});
