import { createHmac } from 'node:crypto';
import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countStatuses } from '../../../src/core/send/delivery/status.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/server.ts';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { interactiveClientOptions } from '../../../src/slack/client/interactive-client.ts';
import { createBoltApp } from '../../../src/slack/connection/bolt-app.ts';
import { createReceiver } from '../../../src/slack/connection/http/receiver.ts';
import { createSlack } from '../../../src/slack/connection/slack-app.ts';
import { cpuMsOf } from '../../support/cpu-time.ts';
import { oddPayload, realPayloads } from '../../support/odd-payloads.ts';
import { deliveryAt, sendOf } from '../../support/sends.ts';
import { installedIn, memoryLog } from '../../support/slack.ts';
import { slackNeeds } from '../../support/slack-needs.ts';
import { startSocketMode } from '../../support/socket-mode.ts';

/** `ODD_PAYLOADS=20000` for an hour of Slack's worst. */
const RUNS = Number(process.env['ODD_PAYLOADS'] ?? 600);
const SECRET = 'a-signing-secret-of-slack';
/** Longer than any machine needs: a payload that nobody acks is answered with a 503, which no test takes. */
const ACK_TIMEOUT_MS = 10_000;
const MAX_ANSWER_MS = 20_000;
const COMMAND_LENGTH = 40_000;
/** A text that is read in time which grows with its square costs a hundred times as much and more. */
const MAX_TIMES_PLAIN = 20;
const log = memoryLog();
const opened: ModalView[] = [];
let server: HttpServer;
let port: number;
let drain: () => Promise<void>;
let payloads: readonly Readonly<Record<string, unknown>>[];

const SEND = sendOf({ deliveries: [deliveryAt(0, { status: 'unknown' }), deliveryAt(1)] });
const needs = slackNeeds({
  needs: {
    lookup: {
      findSend: async () => SEND,
      findSendOfMessage: async () => SEND,
      searchSends: async () => ({ summaries: [], next: undefined, stoppedAfter: undefined }),
      historyOf: async () => new Map(),
      addManualReports: async () => 1,
      findHead: async () => SEND,
      deliveriesOf: async () => ({
        deliveries: SEND.deliveries,
        page: 0,
        total: SEND.deliveries.length,
        counts: countStatuses(SEND.deliveries),
        asOf: new Date(),
      }),
    },
  },
}).needs;

beforeAll(async () => {
  const { receiver, route } = createReceiver({ signingSecret: SECRET, log, ackTimeoutMs: ACK_TIMEOUT_MS });
  const fetch = async (_: unknown, init?: RequestInit) => {
    const view = new URLSearchParams(String(init?.body ?? '')).get('view');
    if (view !== null) opened.push(JSON.parse(view));
    return Response.json({ ok: true, view: { id: 'V1' } });
  };
  const bolt = createBoltApp({
    botToken: 'xoxb-test',
    receiver,
    clientOptions: { ...interactiveClientOptions('https://slack.test/api/'), fetch },
    installed: await installedIn(),
    log,
    logger: createBoltLogger(log),
    needs,
  });
  drain = bolt.drain;
  server = createHttpServer([route], log);
  port = await server.listen(0, '127.0.0.1');
  payloads = await payloadsOfSlack();
});
afterAll(() => server.close());

/** Opens the form and the review, because a real payload carries the view that the bot made. */
async function payloadsOfSlack() {
  const views: ModalView = { blocks: [], type: 'modal', title: { type: 'plain_text', text: 'x' } };
  const [command = {}] = realPayloads(views, views);
  await post(command);
  await drain();
  const [form] = opened;
  if (form === undefined) throw new Error('no form was opened');
  const [submission = {}] = realPayloads(form, views).filter(({ type }) => type === 'view_submission');
  const { view } = JSON.parse((await post(submission)).text) as { view: ModalView };
  return realPayloads(form, view);
}

async function post(payload: unknown): Promise<{ readonly status: number; readonly text: string }> {
  const isCommand = typeof payload === 'object' && payload !== null && 'command' in payload;
  const json = JSON.stringify(payload);
  const isEvent = json.includes('"event_callback"');
  const form = isCommand ? new URLSearchParams(payload as never) : new URLSearchParams({ payload: json });
  const body = isEvent ? json : form.toString();
  const at = Math.floor(Date.now() / 1000);
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex')}`,
    },
    body,
    signal: AbortSignal.timeout(MAX_ANSWER_MS),
  });
  return { status: response.status, text: await response.text() };
}

function linesAt(level: string) {
  return log.lines.filter((line) => line.level === level);
}

describe('a signed payload', () => {
  it('is taken in every form that Slack has for this bot', async () => {
    log.lines.length = 0;

    for (const payload of payloads) expect(await post(payload)).toMatchObject({ status: 200 });
    await drain();

    expect(log.lines.map(({ message }) => message)).not.toContain('slack payload not known');
    expect(linesAt('error')).toEqual([]);
  });

  it(
    'is answered at once when it has another form, with one line and no error',
    async () => {
      await fc.assert(
        fc.asyncProperty(oddPayload(payloads), async (payload) => {
          log.lines.length = 0;

          const { status } = await post(payload);
          await drain();

          expect([200, 400, 413]).toContain(status);
          expect(linesAt('error')).toEqual([]);
          if (status === 400)
            expect(log.lines).toEqual([
              expect.objectContaining({ level: 'warn', data: expect.objectContaining({ status }) }),
            ]);
        }),
        { numRuns: RUNS },
      );
    },
    30_000 + RUNS * 50,
  );

  it.each([
    ['an interaction of another release', { type: 'workflow_step_edit', user: { id: 'U1' } }, 200],
    ['an event without an event', { type: 'event_callback', team_id: 'T1' }, 200],
    ['an event that Bolt cannot read', { type: 'event_callback', event: { type: 'star_added', item: 5 } }, 200],
    ['a press without a person', { type: 'block_actions', actions: [{ type: 'button', action_id: 'x' }] }, 400],
    [
      'a press of a team by the name of a method',
      {
        type: 'block_actions',
        team: { id: 'toString' },
        user: { id: 'U1' },
        actions: [{ type: 'button', action_id: 'resume_sending' }],
      },
      400,
    ],
    [
      'a submission that is an event too',
      { type: 'view_submission', user: { id: 'U1' }, view: { id: 'V1' }, event: {} },
      400,
    ],
    [
      'nested beyond all views',
      { type: 'view_submission', user: { id: 'U1' }, view: { id: 'V1' }, deep: deep(2_000) },
      400,
    ],
  ])('that is %s is answered at once', async (_, payload, status) => {
    log.lines.length = 0;

    expect(await post(payload)).toEqual({ status, text: '' });
    expect(log.lines).toEqual([
      { level: 'warn', data: expect.objectContaining({ status }), message: 'slack payload not known' },
    ]);
  });
});

describe('a command of 40,000 characters', () => {
  it.each(['x', 'x9', '_', '"', 'a:', '9 ', '+91', 'yesterday ', 'to 9 ', '<@U1|x>'])(
    'of nothing but “%s” costs hardly more than plain words',
    async (unit) => {
      // The first time also compiles what it runs.
      await postTexts('some plain words ');
      const plainMs = await cpuMsOf(() => postTexts('some plain words '));

      const oddMs = await cpuMsOf(() => postTexts(unit));

      expect(oddMs).toBeLessThan(MAX_TIMES_PLAIN * plainMs);
    },
  );
});

/** As long a command as is taken, the same as a search, and one that is too long. */
async function postTexts(unit: string): Promise<void> {
  const [command] = payloads;
  const text = unit.repeat(Math.ceil(COMMAND_LENGTH / unit.length));
  const longest = COMMAND_LENGTH - 10;
  expect(await post({ ...command, text: text.slice(0, longest) })).toMatchObject({ status: 200 });
  expect(await post({ ...command, text: `find ${text}`.slice(0, longest) })).toMatchObject({ status: 200 });
  expect(await post({ ...command, text: `${text}more` })).toMatchObject({ status: 400 });
  await drain();
}

describe('a payload over Socket Mode', () => {
  it(
    'is acked at once whatever its form, and a form is never closed by it',
    async () => {
      const socketLog = memoryLog();
      const link = await startSocketMode({ 'auth.test': { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' } });
      const credentials = {
        botToken: 'xoxb-test',
        signingSecret: undefined,
        appToken: 'xapp-test',
        apiUrl: link.apiUrl,
      };
      const slack = createSlack({ credentials, log: socketLog, needs });
      await slack.start();
      // The others reply through a `response_url`, which leads out of this machine.
      const replied = payloads.filter(({ type }) => /^view_|^block_suggestion$/.test(String(type)));
      let sent = 0;
      try {
        await fc.assert(
          fc.asyncProperty(oddPayload(replied), async (payload) => {
            fc.pre(typeof payload === 'object' && payload !== null && !Array.isArray(payload));
            socketLog.lines.length = 0;
            const type = 'command' in payload ? 'slash_commands' : 'interactive';

            const ack = await link.ask({ envelope_id: `E${++sent}`, type, payload });

            const isRefused = socketLog.lines.some(({ message }) => message === 'slack payload not known');
            const isForm = 'type' in payload && payload.type === 'view_submission';
            if (isRefused && isForm) expect(ack).toMatchObject({ payload: { response_action: 'push' } });
            expect(socketLog.lines.filter(({ level }) => level === 'error')).toEqual([]);
          }),
          { numRuns: Math.ceil(RUNS / 4) },
        );
      } finally {
        await slack.stop();
        link.close();
      }
    },
    30_000 + RUNS * 20,
  );
});

function deep(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth));
}
