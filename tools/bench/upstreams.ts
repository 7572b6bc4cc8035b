/** A process that plays Slack's Web API and Kaleyra as cheaply as it can, and writes down when what arrived. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monotonicMs } from './clock.ts';
import type {
  Counted,
  KaleyraRequest,
  UpstreamMessage,
  UpstreamQuestion,
  UpstreamRecord,
} from './upstream-protocol.ts';

const MESSAGE_ID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}:\d/;
const FILE_NAME = 'list.csv';
const TO_FIELD = /name="to"\r\n\r\n([\d,]+)/;

let kaleyraDelayMs = 50;
let views: Record<string, number> = {};
let reviews: Record<string, number> = {};
let file = '';
let lastView: string | undefined;
let cards: Record<string, number> = {};
let requests: KaleyraRequest[] = [];
let reached = new Set<string>();
let doubles = 0;
let counts: Record<Counted, number> = { views: 0, reviews: 0, deliveries: 0, cards: 0 };
let waiting: { readonly what: Counted; readonly count: number; readonly answer: () => void }[] = [];

function count(what: Counted, by = 1): void {
  counts[what] += by;
  const due = waiting.filter((one) => counts[one.what] >= one.count);
  if (due.length === 0) return;
  waiting = waiting.filter((one) => !due.includes(one));
  for (const { answer } of due) answer();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function answerJson(response: ServerResponse, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

async function slack(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = monotonicMs();
  const method = (request.url ?? '').split('/').at(-1) ?? '';
  const fields = new URLSearchParams(await bodyOf(request));
  switch (method) {
    case 'auth.test':
      return answerJson(response, {
        ok: true,
        user_id: 'UBOT',
        bot_id: 'BBOT',
        team_id: 'T1',
        url: 'https://x.slack.com/',
      });
    case 'views.open':
      views[fields.get('trigger_id') ?? ''] = at;
      lastView = fields.get('view') ?? undefined;
      answerJson(response, { ok: true, view: { id: 'V1' } });
      return count('views');
    case 'views.update':
      answerJson(response, { ok: true });
      return noteReview(fields, at);
    case 'conversations.info':
      return answerJson(response, { ok: true, channel: { is_shared: false } });
    case 'files.info':
      return answerJson(response, { ok: true, file: fileOn(request.headers.host) });
    case FILE_NAME:
      return void response.writeHead(200, { 'content-type': 'text/csv' }).end(file);
    case 'chat.postMessage':
    case 'chat.update':
      answerJson(response, { ok: true, channel: fields.get('channel'), ts: fields.get('ts') ?? newTs() });
      return noteCard(fields, at);
    default:
      return answerJson(response, { ok: true });
  }
}

function noteReview(fields: URLSearchParams, at: number): void {
  reviews[fields.get('view_id') ?? ''] = at;
  lastView = fields.get('view') ?? undefined;
  count('reviews');
}

function fileOn(host = ''): object {
  return { id: 'F1', name: FILE_NAME, size: file.length, url_private_download: `http://${host}/files/${FILE_NAME}` };
}

let posted = 0;
function newTs(): string {
  posted += 1;
  return `1790000000.${String(posted).padStart(6, '0')}`;
}

function noteCard(fields: URLSearchParams, at: number): void {
  const channel = fields.get('channel') ?? '';
  if (channel in cards || !MESSAGE_ID.test(fields.get('blocks') ?? '')) return;
  cards[channel] = at;
  count('cards');
}

async function kaleyra(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // The list of templates and the like: no delivery.
  if (request.method !== 'POST') return answerJson(response, {});
  const at = monotonicMs();
  const body = await bodyOf(request);
  const recipients = (TO_FIELD.exec(body)?.[1] ?? '').split(',');
  for (const recipient of recipients) {
    if (reached.has(recipient)) doubles += 1;
    reached.add(recipient);
  }
  setTimeout(() => {
    const id = randomUUID();
    requests.push({ at, answeredAt: monotonicMs(), recipients });
    answerJson(response, {
      id,
      type: 'mediatemplate',
      body: null,
      createdDateTime: '2026-11-22 14:00:00+00:00',
      totalCount: recipients.length,
      data: recipients.map((recipient, index) => ({ message_id: `${id}:${index}`, recipient })),
      error: {},
    });
    count('deliveries', recipients.length);
  }, kaleyraDelayMs);
}

function listen(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<string> {
  const listener: RequestListener = (request, response) => {
    handle(request, response).catch(() => response.destroy());
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, listener);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', 1024, () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function tell(message: UpstreamMessage): void {
  process.send?.(message);
}

function recordNow(): UpstreamRecord {
  return { views, reviews, lastView, cards, requests, doubles };
}

process.on('message', ({ id, question }: { id: number; question: UpstreamQuestion }) => {
  switch (question.kind) {
    case 'reset':
      kaleyraDelayMs = question.kaleyraDelayMs;
      views = {};
      reviews = {};
      cards = {};
      requests = [];
      reached = new Set();
      doubles = 0;
      counts = { views: 0, reviews: 0, deliveries: 0, cards: 0 };
      waiting = [];
      return tell({ kind: 'answer', id });
    case 'upload':
      file = question.text;
      return tell({ kind: 'answer', id });
    case 'await':
      waiting.push({ what: question.what, count: question.count, answer: () => tell({ kind: 'answer', id }) });
      return count(question.what, 0);
    case 'record':
      return tell({ kind: 'answer', id, record: recordNow() });
  }
});
process.on('disconnect', () => process.exit(0));

const [slackUrl, kaleyraUrl] = await Promise.all([listen(slack), listen(kaleyra)]);
tell({ kind: 'listening', slackUrl: `${slackUrl}/api/`, kaleyraUrl });
