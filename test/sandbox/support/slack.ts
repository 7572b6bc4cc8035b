import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModalView } from '@slack/types';
import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { FAULTS, type FaultId } from '../../../sandbox/faults/fault-catalogue.ts';
import { createFaults } from '../../../sandbox/faults/faults.ts';
import { createFeed } from '../../../sandbox/feed.ts';
import type { SandboxEvent } from '../../../sandbox/protocol.ts';
import { CHANNELS, MEMBERS, MESSAGES } from '../../../sandbox/seed-data.ts';
import { createLocalSlack } from '../../../sandbox/slack/local-slack.ts';
import { createTimers } from '../../../sandbox/timers.ts';
import { readBody, serve } from '../../../sandbox/web/server.ts';

export const ASHA = 'U0ASHA0001';
export const BOOKINGS = 'C0BOOKINGS';
export const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';
export const APP_TOKEN = 'xapp-1-A0WHATSAPP-1000000000003-abcdef';
export const BOT_TOKEN = 'xoxb-1000000000001-1000000000002-abcdef';

const SCOPES = ['commands', 'chat:write', 'channels:read', 'im:write', 'users:read'];

/** What the fake bot answers to one request of Slack. */
export interface BotReply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  /** It never answers. */
  readonly hangs?: boolean;
}

export interface ReceivedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly form: URLSearchParams;
  /** The JSON of an interactive payload; empty for a command. */
  readonly payload: Payload;
}

/** The parts of Slack's payloads that the tests read. */
interface Payload {
  readonly type?: string;
  readonly trigger_id?: string;
  readonly response_url?: string;
  readonly response_urls?: readonly { readonly response_url: string; readonly channel_id: string }[];
  readonly view?: { readonly id: string; readonly state: { readonly values: unknown } };
  readonly [field: string]: unknown;
}

/** A local Slack on a real port, a bot that answers as the test says, and Slack's own client. */
export async function startSlack(
  reply: (request: ReceivedRequest) => BotReply = () => ({}),
  options: { readonly scopes?: readonly string[]; readonly mode?: 'http' | 'socket' } = {},
) {
  const feed = createFeed();
  const events: SandboxEvent[] = [];
  feed.subscribe((event) => events.push(event));
  const timers = createTimers();
  const faults = createFaults<FaultId>(FAULTS, feed);
  const clock = { now: Date.now() };
  const bot = await startBot(reply);
  const slack = createLocalSlack({
    app: {
      teamId: 'T0ACMETRVL',
      teamDomain: 'acme-travel',
      teamName: 'Acme Travel',
      appId: 'A0WHATSAPP',
      botId: 'B0WHATSAPP',
      botUserId: 'U0WHATSAPP',
      botName: 'whatsapp-send',
      botToken: BOT_TOKEN,
      appToken: APP_TOKEN,
      signingSecret: SIGNING_SECRET,
      scopes: options.scopes ?? SCOPES,
    },
    commands: [{ command: '/whatsapp-send', description: 'Send', usageHint: '', shouldEscape: true }],
    seedData: { members: MEMBERS, channels: CHANNELS, messages: MESSAGES },
    faults,
    feed,
    timers,
    origin: () => server.origin,
    mode: options.mode ?? 'http',
    requestUrl: () => bot.url,
    now: () => clock.now,
  });
  const server = await serve(slack.handler, 0, slack.socketMode.upgrade);
  onTestFinished(async () => {
    timers.stop();
    slack.socketMode.close();
    await server.close();
    await bot.close();
  });
  const client = new WebClient(BOT_TOKEN, {
    slackApiUrl: `${server.origin}/api/`,
    retryConfig: { retries: 0 },
    logger: SILENT,
    rejectRateLimitedCalls: true,
  });
  return { ...slack, client, bot, faults, events, origin: server.origin, clock };
}

/** The refusals that the tests provoke are not news. */
export const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

export type StartedSlack = Awaited<ReturnType<typeof startSlack>>;

async function startBot(reply: (request: ReceivedRequest) => BotReply) {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = (await readBody(request)).toString('utf8');
    const form = new URLSearchParams(body);
    const payload: Payload = JSON.parse(form.get('payload') ?? '{}');
    const received = { headers: request.headers, body, form, payload };
    requests.push(received);
    const { status = 200, json, text = '', hangs = false } = reply(received);
    if (hangs) return;
    response.writeHead(status, { 'content-type': json === undefined ? 'text/plain' : 'application/json' });
    response.end(json === undefined ? text : JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    url: `http://127.0.0.1:${port}/slack/events`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A command as a person types it; gives what the bot received. */
export async function typeCommand(slack: StartedSlack, text = '/whatsapp-send', channelId = BOOKINGS) {
  const done = await slack.type({ memberId: ASHA, channelId, text });
  const form = slack.bot.requests.at(-1)?.form ?? new URLSearchParams();
  return {
    done,
    form,
    triggerId: form.get('trigger_id') ?? '',
    responseUrl: form.get('response_url') ?? '',
  };
}

export const MODAL: ModalView = {
  type: 'modal',
  callback_id: 'compose',
  title: { type: 'plain_text', text: 'Compose' },
  submit: { type: 'plain_text', text: 'Next' },
  private_metadata: 'C0BOOKINGS',
  blocks: [
    {
      type: 'input',
      block_id: 'who',
      label: { type: 'plain_text', text: 'Who' },
      element: { type: 'plain_text_input', action_id: 'who', max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'where',
      optional: true,
      label: { type: 'plain_text', text: 'Where' },
      element: { type: 'conversations_select', action_id: 'where', initial_conversation: BOOKINGS },
    },
  ],
};

/** Opens a modal by a command and returns its ID. */
export async function openModal(slack: StartedSlack, view: Record<string, unknown> = {}): Promise<string> {
  const { triggerId } = await typeCommand(slack);
  const { view: opened } = await slack.client.views.open({ trigger_id: triggerId, view: modal(view) });
  return opened?.id ?? '';
}

/** The modal with some of it changed, wrong values included. */
export function modal(change: Record<string, unknown> = {}): ModalView {
  return { ...MODAL, ...change };
}

/** The error that Slack's client throws for a refused call. */
export async function errorOf(call: Promise<unknown>): Promise<{ error: string; messages: readonly string[] }> {
  try {
    await call;
  } catch (error) {
    const data = (error as { data?: { error: string; response_metadata?: { messages?: string[] } } }).data;
    if (data === undefined) throw error;
    return { error: data.error, messages: data.response_metadata?.messages ?? [] };
  }
  throw new Error('Slack took it.');
}
