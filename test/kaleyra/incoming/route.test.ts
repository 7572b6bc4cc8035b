import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/server.ts';
import { callbackRoutes } from '../../../src/plug/callbacks.ts';
import { createLazyStore } from '../../../src/store/lazy-store.ts';
import { type Opened, openNew, SILENT } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';

const SECRET = 's'.repeat(32);
const ENVIRONMENT = {
  SLACK_BOT_TOKEN: 'xoxb-1234567890-abc',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  KALEYRA_SID: 'HXIN1783361374IN',
  KALEYRA_API_KEY: 'A1b2c3d4e5f6',
  KALEYRA_FROM: '919800000000',
  PUBLIC_URL: 'https://bot.example.com',
  KALEYRA_CALLBACK_SECRET: SECRET,
};
/** Every placeholder of V1, as docs/replies.md names them for a callback profile. */
const V1 = {
  from: '919811111111',
  wanumber: '919800000000',
  name: 'Asha Rao',
  type: 'text',
  body: 'Can I come an hour later?',
  created_at: '1764417000',
  reply_to: '<reply_to>',
  media_url: '<media_url>',
  mime_type: '<mime_type>',
  contacts: '<contacts>',
  location: '<location>',
};

let server: HttpServer | undefined;
afterEach(() => server?.close());

interface Given {
  /** Whether the ledger cannot be opened. */
  readonly isAway?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The bot's routes on its own port, before a real ledger. */
async function serveIncoming({ isAway = false, environment = {} }: Given = {}) {
  const config = readConfig({ ...ENVIRONMENT, ...environment });
  if (!config.ok) throw new Error(config.failure);
  const opened: Opened = await openNew(createSqliteDatabase);
  const store = createLazyStore(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(opened)));
  const facts = { wakes: 0 };
  const wake = () => {
    facts.wakes += 1;
  };
  const routes = callbackRoutes({
    config: config.value,
    logging: { log: SILENT } as Parameters<typeof callbackRoutes>[0]['logging'],
    store,
    wake: { all: wake, cards: wake },
    catalogue: { applyStatusChange: () => undefined },
    rules: { ruleBook: { current: () => undefined } as Parameters<typeof callbackRoutes>[0]['rules']['ruleBook'] },
    countReply: () => undefined,
  });
  server = createHttpServer(routes, SILENT);
  const base = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}/kaleyra/incoming/`;
  const post = (body: string, type: string) =>
    fetch(`${base}${SECRET}`, { method: 'POST', body, headers: { 'content-type': type } });
  return {
    base,
    facts,
    get: (fields: Readonly<Record<string, string>>) => fetch(`${base}${SECRET}?${new URLSearchParams(fields)}`),
    postJson: (body: object) => post(JSON.stringify(body), 'application/json'),
    postForm: (fields: Readonly<Record<string, string>>) =>
      post(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded'),
    posts: () => opened.database.run('select post_state from replies'),
    saved: () =>
      opened.database.run('select name, recipient, sender, kind, text, written_at from replies order by text'),
  };
}

/** V2's wrapping of Meta's messages. */
function v2(...texts: readonly string[]): object {
  const messages = texts.map((body, index) => ({
    from: '919811111111',
    id: `wamid.${index}`,
    timestamp: V1.created_at,
    type: 'text',
    text: { body },
  }));
  const metadata = { display_phone_number: V1.wanumber };
  const contacts = [{ profile: { name: V1.name }, wa_id: V1.from }];
  return { meta_object: { value: { metadata, contacts, messages }, field: 'messages' } };
}

describe('the address of replies', () => {
  it.each([
    ['has one', { INBOX_CHANNEL: 'C0INBOX' }, 'waiting'],
    ['has none', {}, 'counted'],
  ])('keeps what belongs to no send for the inbox where the team %s', async (_, environment, state) => {
    const bot = await serveIncoming({ environment });

    await bot.get(V1);

    expect(await bot.posts()).toEqual([{ post_state: state }]);
  });

  it.each([
    ['a query', (bot: Awaited<ReturnType<typeof serveIncoming>>) => bot.get(V1)],
    ['a form', (bot: Awaited<ReturnType<typeof serveIncoming>>) => bot.postForm(V1)],
    ['JSON', (bot: Awaited<ReturnType<typeof serveIncoming>>) => bot.postJson(V1)],
  ])('takes the placeholders of V1 as %s, and has the reply saved when it answers', async (_, tell) => {
    const bot = await serveIncoming();

    const response = await tell(bot);

    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(await bot.saved()).toEqual([
      {
        name: 'Asha Rao',
        recipient: '+919811111111',
        sender: '+919800000000',
        kind: 'text',
        text: 'Can I come an hour later?',
        written_at: 1_764_417_000_000,
      },
    ]);
    expect(bot.facts.wakes).toBe(1);
  });

  it('takes all messages of V2, and the same call twice is the same replies', async () => {
    const bot = await serveIncoming();

    const responses = [await bot.postJson(v2('one', 'two', 'three')), await bot.postJson(v2('one', 'two', 'three'))];

    expect(responses.map(({ status }) => status)).toEqual([200, 200]);
    expect((await bot.saved()).map(({ text }) => text)).toEqual(['one', 'three', 'two']);
  });

  it('answers 200 to what is of no use, so that it is not sent again, and saves nothing', async () => {
    const bot = await serveIncoming();

    const responses = [
      await bot.get({}),
      await bot.get({ hello: 'world' }),
      await bot.postJson({ meta_object: { value: { messages: [{ type: 'read', from: '919811111111' }] } } }),
      await bot.postForm({ display_phone_number: '919800000000', event: 'FLAGGED', current_limit: 'TIER_10K' }),
      await fetch(`${bot.base}${SECRET}`, { method: 'POST', body: '\u0000 {not json' }),
    ];

    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await bot.saved()).toEqual([]);
  });

  it('answers 404 without a body to a wrong secret, and to every other method', async () => {
    const bot = await serveIncoming();
    const query = new URLSearchParams(V1);

    const responses = [
      await fetch(`${bot.base}wrong?${query}`),
      await fetch(`${bot.base}?${query}`),
      await fetch(`${bot.base}${SECRET}/more?${query}`),
      await fetch(`${bot.base}${SECRET}?${query}`, { method: 'PUT' }),
      await fetch(`${bot.base}wrong`, { method: 'POST', body: JSON.stringify(V1) }),
    ];

    expect(responses.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(await Promise.all(responses.map((response) => response.text()))).toEqual(['', '', '', '', '']);
    expect(await bot.saved()).toEqual([]);
  });

  it('answers 413 to a body that is too large, and 500 while the ledger is away, so that it is sent again', async () => {
    const bot = await serveIncoming();
    const large = await bot.postJson({ ...V1, body: 'x'.repeat(70_000) });
    expect([large.status, await bot.saved()]).toEqual([413, []]);
    await server?.close();

    const away = await serveIncoming({ isAway: true });
    const response = await away.get(V1);

    expect([response.status, await response.text()]).toEqual([500, '']);
  });
});
