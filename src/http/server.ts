import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpHead, HttpResponse, Route } from '../flow/ports/http.ts';
import type { Log } from '../flow/ports/log.ts';
import { type BodyProblem, createBodyReader } from './body-reader.ts';
import { limitConnections } from './connections.ts';
import { createRefusedBytes, MAX_READ_BYTES } from './refused-bytes.ts';

export interface HttpServer {
  /** @returns the port that it listens on. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new connection; resolves when the open ones are done. */
  close(): Promise<void>;
}

// An `import` reads all that node:http exports, and with it loads all of fetch: 25 ms that no first ack has to wait for.
const { createServer } = process.getBuiltinModule('node:http');

/** For a port that is open to the internet: a slow or endless sender is dropped long before it costs anything. */
const NODE_LIMITS = {
  headersTimeout: 2_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 500,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 16 * 1024,
} as const;

/**
 * Sockets that the system keeps in line for a busy process, where it allows so many. One that finds no place tries again after one
 * second and after three: too late for a command of Slack's. Node's own line is 511 long, which strangers fill.
 */
const MAX_WAITING_SOCKETS = 4_096;

interface Limits {
  readonly maxConnections: number;
  /** Memory for all bodies that are being read, together. Divided by the connections: no smaller body is given up for it. */
  readonly maxTotalBodyBytes: number;
  /** The longest wait for the end of a body whose head came. */
  readonly bodyTimeoutMs: number;
}

const USUAL_LIMITS: Limits = {
  maxConnections: 600,
  maxTotalBodyBytes: 8 * 1024 * 1024,
  bodyTimeoutMs: 5_000,
};
const CLOSE_CHECK_MS = 50;

const STATUS_OF_PROBLEM = { too_large: 413, too_slow: 408, broken_off: 400, no_room: 503 } as const satisfies Record<
  BodyProblem,
  number
>;

/**
 * Everything that comes in over HTTP goes through here: a request is judged by its head, its body is read once, within
 * the limits of its route and of all bodies together, and what a route throws becomes a 500 and one log line.
 */
export function createHttpServer(routes: readonly Route[], log: Log, limits: Partial<Limits> = {}): HttpServer {
  const { maxConnections, maxTotalBodyBytes, bodyTimeoutMs } = { ...USUAL_LIMITS, ...limits };
  const server = createServer(NODE_LIMITS, (request, response) => void serve(request, response));
  const connections = limitConnections(server, maxConnections);
  const readBody = createBodyReader({ timeoutMs: bodyTimeoutMs, maxTotalBytes: maxTotalBodyBytes });
  const countRefused = createRefusedBytes();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = headOf(request);
    const route = findRoute(routes, request.method, head.path);
    if (route === undefined) return turnAway(request, response, 404);
    try {
      const refusal = route.refuse?.(head);
      if (refusal !== undefined) return turnAway(request, response, refusal);
      const body = await readBody(request, route.maxBodyBytes);
      if (!body.ok) {
        const status = STATUS_OF_PROBLEM[body.failure];
        log.warn({ status, route: route.path, problem: body.failure }, 'request body given up');
        return turnAway(request, response, status);
      }
      connections.working(request, response);
      const answer = await route.handle({ ...head, body: body.value });
      if (answer.status >= 400) countRefused(body.value.length);
      respond(response, answer);
    } catch (error) {
      log.error({ err: error, route: route.path }, 'a route broke');
      if (!response.headersSent) turnAway(request, response, 500);
    }
  }

  /** An empty body tells a stranger nothing. Closes the connection when the request's body was not read to its end. */
  function turnAway(request: IncomingMessage, response: ServerResponse, status: number): void {
    const isAllRead = isRead(request);
    respond(response, { status, ...(!isAllRead && { headers: { connection: 'close' } }) });
    if (isAllRead) return;
    // Without this Node reads on until the response is out, and copies all that a stranger sends.
    request.socket.destroySoon();
    countRefused(MAX_READ_BYTES);
  }

  server.on('clientError', (_, socket) => socket.destroy());
  return { listen: (port, host) => listen(server, port, host), close: () => close(server) };
}

function headOf({ url = '/', headers }: IncomingMessage): HttpHead {
  const [path = '/', ...query] = url.split('?');
  return { path, query: new URLSearchParams(query.join('?')), headers };
}

function findRoute(routes: readonly Route[], method: string | undefined, path: string): Route | undefined {
  return routes.find(
    (route) =>
      route.methods.includes(method ?? '') &&
      (route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path),
  );
}

function isRead({ complete, headers }: IncomingMessage): boolean {
  return complete || (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0);
}

function respond(response: ServerResponse, { status, headers, body = '' }: HttpResponse): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length }).end(bytes);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, MAX_WAITING_SOCKETS, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection whose last response is given later stays open, and would be waited for.
    const check = setInterval(() => server.closeIdleConnections(), CLOSE_CHECK_MS);
    server.close(() => {
      clearInterval(check);
      resolve();
    });
  });
}
