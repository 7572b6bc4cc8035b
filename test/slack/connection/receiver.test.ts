import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { createInstalled, type Installed } from '../../../src/slack/access/installed.ts';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { type BotIdentity, createBoltApp, interactiveClientOptions } from '../../../src/slack/connection/bolt-app.ts';
import { createReceiver } from '../../../src/slack/connection/receiver.ts';
import { installedIn, memoryLog } from '../../support/slack.ts';
import { slackNeeds } from '../../support/slack-needs.ts';

const SECRET = 'a-signing-secret-of-slack';
const FORM = 'application/x-www-form-urlencoded';
const MAX_BODY_BYTES = 1024 * 1024;
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Sent {
  readonly body: string;
  readonly contentType?: string;
  readonly secondsFromNow?: number;
  readonly secret?: string | undefined;
}

/** The receiver on a real port of this machine, as the bot's own server hands requests to it. */
async function startReceiver(
  options: {
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
  const { receiver, requestListener } = createReceiver({
    signingSecret: SECRET,
    log,
    logger,
    ...(options.bodyTimeoutMs === undefined ? {} : { bodyTimeoutMs: options.bodyTimeoutMs }),
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
  const server = createServer(requestListener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
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

  it('is refused when somebody else signed it', async () => {
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

  it('is answered without a signature when Slack only looks for somebody, and does nothing else', async () => {
    const { post, requested } = await startReceiver();

    const answer = await post({ body: `ssl_check=1&${REVIEW_SUBMISSION}`, secret: 'guess' });

    expect(answer).toEqual({ status: 200, text: '' });
    expect(requested).toEqual([]);
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
  ])('is answered 400 when it is %s, signed or not, and the process goes on', async (_, contentType, body) => {
    const { post } = await startReceiver();

    expect(await post({ body, contentType })).toMatchObject({ status: 400, text: '' });
    expect(await post({ body, contentType, secret: 'guess' })).toMatchObject({ status: 400, text: '' });
    expect(await post({ body: command() })).toMatchObject({ status: 200 });
  });

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

  it('asks for the same send when it is replayed, so nobody gets it twice', async () => {
    const { post, requested } = await startReceiver();

    const answers = [await post({ body: REVIEW_SUBMISSION }), await post({ body: REVIEW_SUBMISSION })];

    expect(answers.map(({ text }) => text)).toEqual(['{"response_action":"clear"}', '{"response_action":"clear"}']);
    expect(requested).toEqual([
      { draftId: 'draft-1', dedupeKey: 'T1:V7' },
      { draftId: 'draft-1', dedupeKey: 'T1:V7' },
    ]);
  });

  it('is answered at once with 500 when a listener breaks', async () => {
    const broken = async () => {
      throw new Error('secret 919876543210');
    };
    const { log, post } = await startReceiver({ answers: { needs: { requestSend: broken } } });
    const began = Date.now();

    const answer = await post({ body: REVIEW_SUBMISSION });

    expect(answer).toEqual({ status: 500, text: '' });
    expect(Date.now() - began).toBeLessThan(2_000);
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
  ])('is acked at once when it is %s that nobody knows', async (_, body) => {
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

    expect(() => createReceiver({ signingSecret: ' ', log, logger: createBoltLogger(log) })).toThrow(/signing secret/);
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

/** Sends a body without a content-length and gives the status. */
async function postInChunks(port: number, bytes: number): Promise<number | undefined> {
  const request = httpRequest({ port, host: '127.0.0.1', path: '/slack/events', method: 'POST' });
  request.setHeader('content-type', FORM);
  request.on('error', () => undefined);
  request.write('payload=');
  request.end('x'.repeat(bytes));
  const [response] = await once(request, 'response', { signal: AbortSignal.timeout(5_000) });
  response.resume();
  return response.statusCode;
}
