import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Random, seeded, shuffled } from '../random.ts';
import { CALL_TIMEOUT_MS, pause } from '../wait.ts';
import { type Order, readOrder } from './kaleyra-order.ts';
import { answerJson, startServer } from './local-server.ts';

/**
 * How a request is answered. All of them but the last six send the message first: what fails is only the answer, which
 * is what a mock that fails without sending would hide.
 */
export const MODES = [
  'ok',
  '202',
  'ok-then-500',
  'ok-then-503',
  'ok-then-reset',
  'ok-then-cut',
  'ok-then-html',
  'ok-then-empty',
  'hang',
  'late-answer',
  'warning',
  'partial',
  '429',
  'refused',
  'account-refused',
  'not-json-refusal',
  'closed-first',
  'mix',
] as const;
/** Too much trouble in a row makes the bot careful with how much is in flight, and a long list slow. */
export type Mode = (typeof MODES)[number] | 'mostly-ok';

/** Nothing goes out. */
export const REFUSES: ReadonlySet<Mode> = new Set<Mode>(['refused', 'account-refused', 'not-json-refusal']);
/** Without those that take seconds of waiting each. */
const MIXED = [
  ...(['ok', '202', 'ok-then-500', 'ok-then-503', 'ok-then-reset', 'ok-then-cut', 'ok-then-html'] as const),
  ...(['ok-then-empty', 'hang', 'late-answer', 'warning', 'partial', 'refused', 'not-json-refusal'] as const),
] as const;
const REPORTS = ['in-order', 'twice', 'shuffled', 'before-the-answer', 'late', 'failed', 'never'] as const;
type Reports = (typeof REPORTS)[number];
const REFUSALS = [
  [424, { code: 'E424', message: 'Failed dependency', data: [] }],
  [400, { code: 'E424', message: 'Failed dependency' }],
  [200, { code: 'WA412', message: 'Template does not exist', data: [] }],
] as const satisfies readonly (readonly [number, object])[];
const LATE_MS = 1_000;
const TROUBLE_SHARE = 0.1;

/** One number's phone, by what it is about and whom it went to. */
export interface Phone {
  readonly note: string;
  readonly digits: string;
  messages: number;
  /** Kaleyra's names for these messages. */
  readonly ids: string[];
  /** When the last of them came, by `performance.now()`. */
  lastAt: number;
  /** Statuses of reports that the bot answered with 200. */
  readonly reported: string[];
}

export interface Kaleyra {
  readonly origin: string;
  readonly requests: number;
  /** Requests by batch token. */
  readonly requestsByToken: ReadonlyMap<string, number>;
  readonly phones: ReadonlyMap<string, Phone>;
  /** Reports and answers that are still to come. */
  readonly pending: number;
  /** Message IDs given out so far. */
  readonly messageIds: readonly string[];
  watchAnswers(watch: WatchAnswers): void;
  close(): Promise<void>;
  reopen(): Promise<void>;
}

/**
 * Hears of the request for a text of one's own before it is on a phone, and again when it is there and not answered.
 *
 * @returns true when nobody is left to be answered
 */
type WatchAnswers = (stage: 'arrived' | 'made') => boolean;

interface Needs {
  readonly seed: string;
  readonly mode: Mode;
  /** Reports of messages that are not sent by chance. */
  readonly reports?: Reports | undefined;
  /** The live bot that a router would choose. */
  readonly botPort: () => number | undefined;
}

interface Message {
  readonly phone: Phone;
  readonly id: string;
}

/** A Kaleyra on 127.0.0.1 that counts what reaches phones, and then fails as its run asks. */
export async function startKaleyra(needs: Needs): Promise<Kaleyra> {
  const phones = new Map<string, Phone>();
  const requestsByToken = new Map<string, number>();
  const messageIds: string[] = [];
  let requests = 0;
  let pending = 0;
  let watch: WatchAnswers = () => false;

  async function later(ms: number, run: () => Promise<void>): Promise<void> {
    pending += 1;
    try {
      await pause(ms);
      await run();
    } finally {
      pending -= 1;
    }
  }

  function deliver(note: string, digits: string): Phone {
    const key = `${note} ${digits}`;
    const phone = phones.get(key) ?? { note, digits, messages: 0, lastAt: 0, reported: [], ids: [] };
    phone.messages += 1;
    phone.lastAt = performance.now();
    phones.set(key, phone);
    return phone;
  }

  async function report(callbackUrl: string, { phone, id }: Message, status: string): Promise<void> {
    const port = needs.botPort();
    if (port === undefined) return;
    const { pathname, search } = new URL(callbackUrl);
    const sep = search === '' ? '?' : '&';
    const query = new URLSearchParams({ id, status, mobile: phone.digits, timestamp: '1763800000' });
    const answer = await fetch(`http://127.0.0.1:${port}${pathname}${search}${sep}${query}`, {
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    }).catch(() => undefined);
    if (answer?.status === 200) phone.reported.push(status);
  }

  /** @returns what has to happen before the answer. */
  function reportAll(random: Random, callbackUrl: string | undefined, message: Message): Promise<void> {
    if (callbackUrl === undefined) return Promise.resolve();
    const way = needs.reports ?? random.pick(REPORTS);
    const each = async (statuses: readonly string[]): Promise<void> => {
      for (const status of statuses) await report(callbackUrl, message, status);
    };
    const all = ['sent', 'delivered', 'read'].slice(0, 1 + random.below(3));
    switch (way) {
      case 'never':
        return Promise.resolve();
      case 'before-the-answer':
        return each(all);
      case 'in-order':
        void later(20 + random.below(60), () => each(all));
        break;
      case 'twice':
        void later(20 + random.below(60), () => each([...all, ...all]));
        break;
      case 'shuffled':
        void later(20 + random.below(60), () => each(shuffled(['sent', 'delivered', 'read'], random)));
        break;
      case 'late':
        void later(LATE_MS + random.below(600), () => each(all));
        break;
      case 'failed':
        void later(20 + random.below(60), () => each(shuffled(['sent', 'failed'], random)));
        break;
    }
    return Promise.resolve();
  }

  const server = await startServer(async (request, response, body) => {
    if (request.method !== 'POST') return answerJson(response, 200, { data: [] });
    requests += 1;
    const order = await readOrder(body, request.headers['content-type'] ?? '');
    const attempt = countAttempt(order.token);
    const random = seeded(needs.seed, order.note, order.to.join(), attempt);
    const mode = drawMode(needs.mode, random);
    if (isCallerGone(order, 'arrived')) return;
    if (!isSent(mode, attempt)) return refuse(response, mode, random);

    const took = mode === 'partial' ? order.to.slice(0, Math.max(1, order.to.length - 1)) : order.to;
    const base = randomUUID();
    const messages = took.map((digits, index) => ({ phone: deliver(order.note, digits), id: `${base}:${index + 1}` }));
    messageIds.push(...messages.map(({ id }) => id));
    for (const { id, phone } of messages) phone.ids.push(id);
    const isGone = isCallerGone(order, 'made');
    await Promise.all(messages.map((message) => reportAll(random, order.callbackUrl, message)));
    if (isGone) return;
    const answer = answerOf(mode, base, messages);
    if (mode === 'late-answer') return later(LATE_MS, async () => answerJson(response, 202, answer));
    answerSent(response, mode, answer);
  });

  function isCallerGone({ isAnswer }: Order, stage: 'arrived' | 'made'): boolean {
    return isAnswer && watch(stage);
  }

  function countAttempt(token: string): number {
    const attempt = (requestsByToken.get(token) ?? 0) + 1;
    requestsByToken.set(token, attempt);
    return attempt;
  }

  return {
    origin: server.origin,
    phones,
    requestsByToken,
    messageIds,
    get requests() {
      return requests;
    },
    get pending() {
      return pending;
    },
    watchAnswers(next) {
      watch = next;
    },
    close: server.close,
    reopen: server.reopen,
  };
}

function drawMode(mode: Mode, random: Random): Mode {
  if (mode === 'mostly-ok') return random.chance(TROUBLE_SHARE) ? random.pick(MIXED) : 'ok';
  return mode === 'mix' ? random.pick(MIXED) : mode;
}

function answerOf(mode: Mode, base: string, messages: readonly Message[]): object {
  return {
    id: base,
    type: 'mediatemplate',
    data: messages.map(({ phone, id }) => ({ recipient: phone.digits, message_id: id })),
    error: mode === 'warning' ? { msg: 'Callback not initiated as the URL is not Whitelisted.' } : {},
  };
}

/** A 429 is given once a batch: waiting for Kaleyra's own minutes is not what is looked at. */
function isSent(mode: Mode, attempt: number): boolean {
  if (mode === '429') return attempt > 1;
  return !REFUSES.has(mode);
}

function refuse(response: ServerResponse, mode: Mode, random: Random) {
  if (mode === '429')
    return answerJson(response, 429, { code: 'E429', message: 'Too many requests' }, { 'retry-after': '1' });
  if (mode === 'account-refused')
    return answerJson(response, 401, { code: 'RBC001', message: 'Unauthorized', data: [] });
  if (mode === 'not-json-refusal') {
    response.writeHead(404, { 'content-type': 'text/html' }).end('<html>404 Not Found</html>');
    return;
  }
  const [status, body] = random.pick(REFUSALS);
  answerJson(response, status, body);
}

function answerSent(response: ServerResponse, mode: Mode, answer: object) {
  const text = JSON.stringify(answer);
  switch (mode) {
    case 'ok-then-500':
      return answerJson(response, 500, { code: 'WA500', message: 'Internal error' });
    case 'ok-then-503':
      return answerJson(response, 503, { code: 'E503', message: 'Unavailable' }, { 'retry-after': '1' });
    case 'ok-then-reset':
      response.socket?.resetAndDestroy();
      return;
    case 'ok-then-cut':
      response.writeHead(202, { 'content-type': 'application/json', 'content-length': text.length });
      response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
      return;
    case 'ok-then-html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>It works</html>');
      return;
    case 'ok-then-empty':
      response.writeHead(200).end();
      return;
    case 'hang':
      return;
    case 'ok':
      return answerJson(response, 200, answer);
    default:
      return answerJson(response, 202, answer);
  }
}
