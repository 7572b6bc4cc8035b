import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createHttpServer, type HttpServer } from '../../../../src/http/server.ts';
import { createInstalled, type Installed } from '../../../../src/slack/access/installed.ts';
import { createBoltLogger } from '../../../../src/slack/client/bolt-logger.ts';
import { interactiveClientOptions } from '../../../../src/slack/client/interactive-client.ts';
import { type BotIdentity, createBoltApp } from '../../../../src/slack/connection/bolt-app.ts';
import { createReceiver } from '../../../../src/slack/connection/http/receiver.ts';
import { installedIn, memoryLog } from '../../../support/slack.ts';
import { slackNeeds } from '../../../support/slack-needs.ts';

const SECRET = 'a-signing-secret-of-slack';
const FORM = 'application/x-www-form-urlencoded';
const MAX_BODY_BYTES = 1024 * 1024;
const servers: HttpServer[] = [];

afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

interface Sent {
  readonly body: string;
  readonly contentType?: string;
  readonly secondsFromNow?: number;
  readonly secret?: string | undefined;
}

/** The receiver on a real port of this machine, as the bot's own server hands requests to it. */
async function startReceiver(
  options: {
    ackTimeoutMs?: number;
    bodyTimeoutMs?: number;
    answers?: Parameters<typeof slackNeeds>[0];
    identity?: () => BotIdentity;
    installed?: Installed;
    slackSays?: (method: string) => object;
  } = {},
) {
  const log = memoryLog();
  const logger = createBoltLogger(log);
  const installed = options.installed ?? (await installedIn());
  const { needs, requested, reviewed } = slackNeeds(options.answers);
  const { ackTimeoutMs, bodyTimeoutMs } = options;
  const { receiver, route } = createReceiver({
    signingSecret: SECRET,
    log,
    ...(ackTimeoutMs !== undefined && { ackTimeoutMs }),
  });
  const asked: string[] = [];
  const fetch = async (input: string | URL | Request) => {
    asked.push(String(input));
    return Response.json(options.slackSays?.(String(input)) ?? { ok: true });
  };
  const clientOptions = { ...interactiveClientOptions('https://slack.test/api/'), fetch };
  const { identity = () => ({}) } = options;
  const { app, drain } = createBoltApp({
    botToken: 'xoxb-test',
    identity,
    receiver,
    clientOptions,
    installed,
    log,
    logger,
    needs,
  });
  const server = createHttpServer([route], log, { ...(bodyTimeoutMs !== undefined && { bodyTimeoutMs }) });
  servers.push(server);
  const port = await server.listen(0, '127.0.0.1');
  const post = (sent: Sent) => send(port, sent);
  return { app, asked, drain, log, port, post, requested, reviewed };
}

async function send(port: number, { body, contentType = FORM, secondsFromNow = 0, secret = SECRET }: Sent) {
  const at = Math.floor(Date.now() / 1000) + secondsFromNow;
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
    },
    body,
    signal: AbortSignal.timeout(5_000),
  });
  return { status: response.status, text: await response.text() };
}

function payload(value: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(value) }).toString();
}

function command(text = '/whatsapp-send help'): string {
  const [name = '', words = ''] = text.split(' ');
  return new URLSearchParams({ command: name, text: words, team_id: 'T1', user_id: 'U1', channel_id: 'C1' }).toString();
}

const REVIEW_SUBMISSION = payload({
  type: 'view_submission',
  team: { id: 'T1' },
  user: { id: 'U1', team_id: 'T1' },
  view: { id: 'V7', callback_id: 'whatsapp_send_review', private_metadata: '{"draftId":"draft-1"}', blocks: [] },
});

describe('what arrives at /slack/events', () => {
  it('is taken when Slack signed it', async () => {
    const { post } = await startReceiver();

    const answer = await post({ body: command() });

    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('opens the form') });
  });

  it('is taken before Slack said whose token the bot has', async () => {
    const installed = createInstalled({ log: memoryLog() });
    const { asked, drain, post } = await startReceiver({ installed });

    const answer = await post({ body: command() });

    expect(answer).toEqual({ status: 200, text: '' });
    expect(asked).toEqual([]);
    await installed.learn({ team_id: 'T1' }, async () => ({ ok: true }));
    await drain();
  });

  it.each(['; charset=utf-8', ';charset=UTF-8'])('is taken with "%s" after its content type', async (suffix) => {
    const { post } = await startReceiver();

    const answer = await post({ body: command(), contentType: `${FORM}${suffix}` });

    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('opens the form') });
  });

  it('is refused when it was signed with another secret', async () => {
    const { post } = await startReceiver();

    expect(await post({ body: command(), secret: 'guess' })).toMatchObject({ status: 401, text: '' });
  });

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is of another version', `v1=${'0'.repeat(64)}`],
    ['is cut', 'v0=00'],
    ['is no number', `v0=${'x'.repeat(64)}`],
  ])('is refused when its signature %s', async (_, signature) => {
    const { port } = await startReceiver();
    const at = String(Math.floor(Date.now() / 1000));
    const signed = signature === undefined ? {} : { 'x-slack-signature': signature };

    const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': FORM, 'x-slack-request-timestamp': at, ...signed },
      body: command(),
    });

    expect(answer.status).toBe(401);
  });

  it('is answered without a signature when Slack only checks the address, and does nothing else', async () => {
    const { post, requested } = await startReceiver();

    const answer = await post({ body: `ssl_check=1&${REVIEW_SUBMISSION}`, secret: 'guess' });

    expect(answer).toEqual({ status: 200, text: '' });
    expect(requested).toEqual([]);
  });

  it('is turned away by its headers alone when nothing signed it just now, before its body is read', async () => {
    const { port } = await startReceiver();
    const headOf = (headers: string) =>
      `POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 250000\r\n${headers}\r\n`;
    const now = Math.floor(Date.now() / 1000);
    const signature = `x-slack-signature: v0=${'0'.repeat(64)}\r\n`;

    const statuses = await Promise.all(
      [
        'content-type: application/json\r\n',
        `content-type: ${FORM}\r\n`,
        `x-slack-request-timestamp: ${now}\r\n`,
        `x-slack-request-timestamp: ${now - 600}\r\n${signature}`,
      ].map((headers) => statusOfHead(port, headOf(headers))),
    );

    expect(statuses).toEqual([401, 401, 401, 401]);
  });

  it('is parsed only when Slack signed it, so JSON of a stranger costs nothing', async () => {
    const { post } = await startReceiver();
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const parse = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parse.mockRestore());

    expect(await post({ body: deep, contentType: 'application/json', secret: 'guess' })).toMatchObject({ status: 401 });
    expect(parse.mock.calls.filter(([text]) => text === deep)).toEqual([]);

    await post({ body: deep, contentType: 'application/json' });
    expect(parse.mock.calls.filter(([text]) => text === deep)).toHaveLength(1);
  });

  it('is not looked at for an SSL check when it is larger than such a check', async () => {
    const { post } = await startReceiver();

    expect(await post({ body: `ssl_check=1&a=${'x'.repeat(1_024)}`, secret: 'guess' })).toMatchObject({ status: 401 });
  });

  it('gets its challenge back when Slack asks whether this is the place, and signed that', async () => {
    const { post } = await startReceiver();
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });

    expect(await post({ body, contentType: 'application/json' })).toEqual({ status: 200, text: '{"challenge":"abc"}' });
    expect(await post({ body, contentType: 'application/json', secret: 'guess' })).toEqual({ status: 401, text: '' });
  });

  it.each([
    ['an hour ahead', 3_600, 401],
    ['six minutes ahead', 360, 401],
    ['a minute ahead', 60, 200],
    ['a minute old', -60, 200],
    ['six minutes old', -360, 401],
  ])('answers a time stamp that is %s', async (_, secondsFromNow, status) => {
    const { post } = await startReceiver();

    expect(await post({ body: command(), secondsFromNow })).toMatchObject({ status });
  });

  it.each([
    ['null', 'application/json', 'null'],
    ['a list', 'application/json', '[]'],
    ['a number', 'application/json', '7'],
    ['a string', 'application/json', '"hello"'],
    ['cut JSON', 'application/json', '{"type":'],
    ['an empty body', 'application/json', ''],
    ['a payload of null', FORM, payload(null)],
    ['a payload of a list', FORM, payload([{ type: 'block_actions' }])],
    ['a payload of cut JSON', FORM, 'payload=%7B'],
    ['an empty form', FORM, ''],
    ['a form of something else', FORM, 'a=1&b=2'],
  ])(
    'is answered 400 when it is %s and Slack signed it, else 401, and the process goes on',
    async (_, contentType, body) => {
      const { post } = await startReceiver();

      expect(await post({ body, contentType })).toMatchObject({ status: 400, text: '' });
      expect(await post({ body, contentType, secret: 'guess' })).toMatchObject({ status: 401, text: '' });
      expect(await post({ body: command() })).toMatchObject({ status: 200 });
    },
  );

  it('is taken up to 1 MiB: a large view echoes all of its blocks', async () => {
    const { post } = await startReceiver();
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '' } }];
    const bodyOf = (text: string) =>
      payload({
        type: 'view_submission',
        team: { id: 'T1' },
        user: { id: 'U1', team_id: 'T1' },
        view: { id: 'V7', callback_id: 'old_view', blocks: [{ ...blocks[0], text }] },
      });
    const body = bodyOf('x'.repeat(MAX_BODY_BYTES - bodyOf('').length));

    expect(body.length).toBe(MAX_BODY_BYTES);
    expect(await post({ body })).toMatchObject({ status: 200 });
    expect(await post({ body: `${body}x` })).toMatchObject({ status: 413 });
  });

  it('is refused when it is larger than 1 MiB, announced or not', async () => {
    const { port, post } = await startReceiver();

    expect(await post({ body: `payload=${'x'.repeat(1_100_000)}` })).toMatchObject({ status: 413 });
    expect(await postInChunks(port, 1_100_000)).toBe(413);
    expect(await post({ body: command() })).toMatchObject({ status: 200 });
  });

  it('is given up when its body does not end', async () => {
    const { port } = await startReceiver({ bodyTimeoutMs: 50 });
    const socket = connect(port, '127.0.0.1');

    socket.write(`POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM}\r\ncontent-length: 100\r\n\r\ncomm`);
    const [answer] = (await once(socket, 'data', { signal: AbortSignal.timeout(5_000) })) as [Buffer];
    socket.destroy();

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('may break off without harm', async () => {
    const { port, post } = await startReceiver();
    const socket = connect(port, '127.0.0.1');

    socket.write(`POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM}\r\ncontent-length: 100\r\n\r\ncomm`);
    await once(socket, 'ready').catch(() => undefined);
    socket.destroy();

    expect(await post({ body: command() })).toMatchObject({ status: 200 });
  });

  it('asks for the same send when it is replayed, so that it is sent once', async () => {
    const { post, requested } = await startReceiver();

    const answers = [await post({ body: REVIEW_SUBMISSION }), await post({ body: REVIEW_SUBMISSION })];

    expect(answers.map(({ text }) => text)).toEqual(['{"response_action":"clear"}', '{"response_action":"clear"}']);
    expect(requested).toEqual([
      { draftId: 'draft-1', dedupeKey: '["T1","V7"]' },
      { draftId: 'draft-1', dedupeKey: '["T1","V7"]' },
    ]);
  });

  it('is answered at once with 500 when a listener breaks', async () => {
    const broken = async () => {
      throw new Error('secret 919876543210');
    };
    const { log, post } = await startReceiver({ answers: { needs: { requestSend: broken } } });
    const began = Date.now();

    const answer = await post({ body: REVIEW_SUBMISSION });

    // At the end of the wait for an ack it would be 503.
    expect(answer).toEqual({ status: 500, text: '' });
    expect(log.lines).toContainEqual({
      level: 'error',
      data: { name: 'Error', code: undefined },
      message: 'slack listener failed',
    });
    expect(JSON.stringify(log.lines)).not.toContain('919876543210');
    // Bolt's clock for an ack rings after three seconds, and hears here that it was answered.
    await expect.poll(() => Date.now() - began, { timeout: 5_000 }).toBeGreaterThan(3_200);
    expect(log.lines.map(({ message }) => message)).toEqual(['slack listener failed']);
  });

  it('is answered with 503 when no listener acks in time, whatever comes later', async () => {
    const { app, drain, log, post } = await startReceiver({ ackTimeoutMs: 50 });
    const isLate = Promise.withResolvers<void>();
    app.use(async ({ next }) => {
      await isLate.promise;
      await next();
    });

    const response = await post({ body: command() });
    isLate.resolve();
    await drain();

    expect(response).toEqual({ status: 503, text: '' });
    expect(log.lines.map(({ message }) => message)).toContain('slack request was not acknowledged in time');
  });

  it('is answered in some three seconds when no listener acks: Slack waits no longer', {
    timeout: 15_000,
  }, async () => {
    const { app, drain, post } = await startReceiver();
    const isLate = Promise.withResolvers<void>();
    app.use(async ({ next }) => {
      await isLate.promise;
      await next();
    });

    const { status } = await post({ body: command() });
    isLate.resolve();
    await drain();

    expect(status).toBe(503);
  });

  it.each(['0', 'true', '1 ', ''])('is no SSL check with another value in its place: “%s”', async (value) => {
    const { post } = await startReceiver();
    const body = new URLSearchParams({ ssl_check: value }).toString();

    expect(await post({ body, secret: 'guess' })).toMatchObject({ status: 401 });
  });

  it('is answered with 500, and never with an empty 200, when the bot cannot be authorized', async () => {
    const identity = () => {
      throw new Error('secret xoxb-test');
    };
    const { log, post, requested } = await startReceiver({ identity });

    expect(await post({ body: REVIEW_SUBMISSION })).toEqual({ status: 500, text: '' });
    expect(requested).toEqual([]);
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'slack listener failed' }));
    expect(JSON.stringify(log.lines)).not.toContain('xoxb-test');
  });

  it.each([
    ['a message', { type: 'message', user: 'UBOT', text: 'a card' }],
    ['a message of the bot', { type: 'message', subtype: 'bot_message', bot_id: 'BBOT', text: 'a card' }],
    ['a file', { type: 'message', subtype: 'file_share', user: 'UBOT' }],
    ['a reaction', { type: 'reaction_added', user: 'UBOT' }],
  ])('is no event for a listener when it is %s of the bot itself', async (_, event) => {
    const { app, post } = await startReceiver({ identity: () => ({ botId: 'BBOT', botUserId: 'UBOT' }) });
    const heard: object[] = [];
    app.event(/.*/, async ({ payload: found }) => void heard.push(found));
    const tell = (told: object) =>
      post({
        body: JSON.stringify({ type: 'event_callback', team_id: 'T1', event: told }),
        contentType: 'application/json',
      });

    await tell(event);
    await tell({ type: 'message', user: 'U1', text: 'hello' });

    await expect.poll(() => heard).toEqual([expect.objectContaining({ user: 'U1' })]);
  });

  it.each([
    ['is ended with a word to the author', { ok: true }],
    ['is acked also when Slack refuses to end it', { ok: false, error: 'access_denied' }],
  ])('%s when it is a workflow step that the bot does not have', async (_, said) => {
    const { asked, log, post } = await startReceiver({ slackSays: () => said });
    const event = {
      type: 'function_executed',
      function: { callback_id: 'send_whatsapp_of_old' },
      function_execution_id: 'Fx1',
      bot_access_token: 'xwfp-canary',
      inputs: {},
    };

    const answer = await post({
      body: JSON.stringify({ type: 'event_callback', team_id: 'T1', event }),
      contentType: 'application/json',
    });

    expect(answer.status).toBe(200);
    await expect.poll(() => asked).toEqual(['https://slack.test/api/functions.completeError']);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(JSON.stringify(log.lines)).not.toContain('xwfp-canary');
  });

  it.each([
    ['a command', command('/whatsapp-else')],
    ['a button', payload({ type: 'block_actions', actions: [{ type: 'button', action_id: 'x', block_id: 'y' }] })],
    ['a view', payload({ type: 'view_submission', view: { id: 'V1', callback_id: 'old_view' } })],
    ['a closed view', payload({ type: 'view_closed', view: { id: 'V1', callback_id: 'old_view' } })],
    ['a shortcut', payload({ type: 'shortcut', callback_id: 'old_shortcut' })],
    ['a type-ahead', payload({ type: 'block_suggestion', action_id: 'old_select', block_id: 'b', value: '' })],
  ])('is acked at once when it is %s without a listener', async (_, body) => {
    const { post } = await startReceiver();
    const known = body.startsWith('payload=')
      ? payload({
          ...JSON.parse(new URLSearchParams(body).get('payload') ?? ''),
          team: { id: 'T1' },
          user: { id: 'U1' },
        })
      : body;
    const began = Date.now();

    const answer = await post({ body: known });

    expect(answer.status).toBe(200);
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it('needs a signing secret that is not empty', () => {
    const log = memoryLog();

    expect(() => createReceiver({ signingSecret: ' ', log })).toThrow(/signing secret/);
  });

  it('says nothing of what it carried in the log when it is refused', async () => {
    const { log, post } = await startReceiver();

    await post({ body: command('/whatsapp-send +919876543210'), secret: 'guess' });

    expect(log.lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(log.lines)).not.toMatch(/919876543210|a-signing-secret|xoxb/);
  });
});

describe('stopping', () => {
  it('waits for listeners that have acked and still work', async () => {
    const work = Promise.withResolvers<void>();
    const { app, drain, post } = await startReceiver();
    const done: string[] = [];
    registerSlow(app, async () => {
      await work.promise;
      done.push('work');
    });
    await post({
      body: payload({ type: 'shortcut', callback_id: 'slow', team: { id: 'T1' }, user: { id: 'U1', team_id: 'T1' } }),
    });

    const drained = drain().then(() => done.push('drained'));
    work.resolve();
    await drained;

    expect(done).toEqual(['work', 'drained']);
  });
});

function registerSlow(app: App, work: () => Promise<void>): void {
  app.shortcut('slow', work);
}

/** Sends the head of a request and none of its body. */
async function statusOfHead(port: number, head: string): Promise<number> {
  const socket = connect(port, '127.0.0.1', () => socket.write(head));
  const [response] = (await once(socket, 'data', { signal: AbortSignal.timeout(3_000) })) as [Buffer];
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(response.toString())?.[1]);
}

/** Sends a body without a content-length and gives the status. */
async function postInChunks(port: number, bytes: number): Promise<number | undefined> {
  const request = httpRequest({ port, host: '127.0.0.1', path: '/slack/events', method: 'POST' });
  request.setHeader('content-type', FORM);
  request.setHeader('x-slack-request-timestamp', String(Math.floor(Date.now() / 1000)));
  request.setHeader('x-slack-signature', `v0=${'0'.repeat(64)}`);
  request.on('error', () => undefined);
  request.write('payload=');
  request.end('x'.repeat(bytes));
  const [response] = await once(request, 'response', { signal: AbortSignal.timeout(5_000) });
  response.resume();
  return response.statusCode;
}
