import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../flow/ports/log.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface Route {
  readonly methods: readonly string[];
  /** Whole path, or its beginning when it ends in a slash. */
  readonly path: string;
  readonly handle: Handle;
}

export interface HttpServer {
  /** @returns the port that it listens on. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new connection; resolves when the open ones are done. */
  close(): Promise<void>;
}

// An `import` reads all that node:http exports, and with it loads all of fetch: 25 ms that no first ack has to wait for.
const { createServer } = process.getBuiltinModule('node:http');

/** Limits for a port that anybody can reach: a slow or endless sender is dropped long before it costs anything. */
const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 16 * 1024,
} as const;
const MOST_CONNECTIONS = 2_000;
const SWEEP_MS = 50;

/** Everything that comes in over HTTP goes through here; what a route throws becomes a 500 and one log line. */
export function createHttpServer(routes: readonly Route[], log: Log): HttpServer {
  const server = createServer(LIMITS, (request, response) => {
    const route = findRoute(routes, request);
    if (route === undefined) return answer(response, 404);
    Promise.try(route.handle, request, response).catch((error: unknown) => {
      log.error({ err: error, route: route.path }, 'a route broke');
      if (!response.headersSent) answer(response, 500);
      else response.destroy();
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (_, socket) => socket.destroy());
  return { listen: (port, host) => listen(server, port, host), close: () => close(server) };
}

function findRoute(routes: readonly Route[], request: IncomingMessage): Route | undefined {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  return routes.find(
    (route) =>
      route.methods.includes(request.method ?? '') &&
      (route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path),
  );
}

/** An answer without a body tells an outsider nothing. */
export function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0 }).end();
}

export function answerJson(response: ServerResponse, status: number, body: object): void {
  const text = Buffer.from(JSON.stringify(body));
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': text.length,
      'cache-control': 'no-store',
    })
    .end(text);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection whose last answer is given after this moment stays open, and would be waited for.
    const maintenance = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.close(() => {
      clearInterval(maintenance);
      resolve();
    });
    server.closeIdleConnections();
  });
}
