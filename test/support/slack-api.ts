import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request that arrived, with its JSON arguments read. */
interface SlackCall {
  /** `chat.postMessage`, or `response_url`. */
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
}

/** How one request is answered; without a script it succeeds. */
export type SlackAnswer =
  | { readonly error: string }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** No answer comes. */
  | 'hang'
  /** The connection breaks before an answer. */
  | 'reset'
  /** The connection breaks within the answer. */
  | 'cut';

export interface SlackApi extends AsyncDisposable {
  readonly apiUrl: string;
  readonly responseUrl: string;
  readonly calls: readonly SlackCall[];
  /** Answers the next requests to `method` in this order. */
  script(method: string, ...answers: readonly SlackAnswer[]): void;
}

/** A Slack on 127.0.0.1 that posts and edits messages, and fails as it is told. */
export async function startSlackApi(): Promise<SlackApi> {
  const calls: SlackCall[] = [];
  const scripts = new Map<string, SlackAnswer[]>();
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = (request.url ?? '').replace(/^\/(?:api\/)?/, '');
    calls.push({ method, args: readArgs(await text(request)), authorization: request.headers.authorization });
    const scripted = scripts.get(method)?.shift();
    if (scripted === undefined) return succeed(method, response);
    if (scripted === 'hang') return;
    if (scripted === 'reset') return void request.socket.destroy();
    if (scripted === 'cut') return cutShort(response);
    if ('error' in scripted) return json(response, { ok: false, error: scripted.error });
    response.writeHead(scripted.status, scripted.headers).end(scripted.body ?? '');
  }

  function succeed(method: string, response: ServerResponse): void {
    if (method === 'response_url') return void response.end('ok');
    const { channel, ts } = calls.at(-1)?.args ?? {};
    json(response, {
      ok: true,
      channel: channelOf(channel),
      ts: ts ?? `1700000000.${String(calls.length).padStart(6, '0')}`,
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/`,
    responseUrl: `${origin}/response_url`,
    calls,
    script: (method, ...answers) => scripts.set(method, [...answers]),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Posting to a member opens a direct message and answers with its channel. */
function channelOf(channel: unknown): unknown {
  return typeof channel === 'string' ? channel.replace(/^U/, 'D') : channel;
}

function readArgs(body: string): Record<string, unknown> {
  if (body.startsWith('{')) return JSON.parse(body);
  const entries = [...new URLSearchParams(body)].map(([name, value]) => [
    name,
    /^[[{]/.test(value) ? JSON.parse(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function cutShort(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"ok":true', () => response.destroy());
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
