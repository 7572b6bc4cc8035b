import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Takes a connection that switches from HTTP to WebSocket. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface RunningServer {
  readonly port: number;
  readonly origin: string;
  /** Refuses connections, or takes them again on the same port. What is under way goes on. */
  setOpen(isOpen: boolean): Promise<void>;
  /** Breaks what is still open: nothing of the sandbox outlives it. */
  close(): Promise<void>;
}

/**
 * Serves on 127.0.0.1 only.
 * @param port 0 for any free one.
 */
export async function serve(handler: Handler, port: number, upgrade?: Upgrade): Promise<RunningServer> {
  const server = createServer((request, response) => {
    handler(request, response).catch((error: unknown) => failed(response, error));
  });
  if (upgrade !== undefined) server.on('upgrade', upgrade);
  await listen(server, port);
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    origin: `http://127.0.0.1:${address.port}`,
    async setOpen(isOpen) {
      if (isOpen === server.listening) return;
      if (isOpen) await listen(server, address.port);
      // Its promise would wait for the requests under way.
      else server.close();
    },
    async close() {
      if (!server.listening) {
        server.closeAllConnections();
        return;
      }
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  server.off('error', reject);
}

/** Browsers and Node's fetch refuse to connect to these. */
const UNSAFE_PORTS = [4045, 4190, 5060, 5061, 6000];

/** Serves on the first free port from `first` on; tries twenty. */
export async function serveFrom(handler: Handler, first: number, upgrade?: Upgrade): Promise<RunningServer> {
  if (first === 0) return serve(handler, 0, upgrade);
  for (let port = first; port < first + 20; port++) {
    if (UNSAFE_PORTS.includes(port)) continue;
    try {
      return await serve(handler, port, upgrade);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error(`No free port from ${first} to ${first + 19}. Choose another with --port.`);
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function failed(response: ServerResponse, error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (error instanceof BodyTooLarge) answer(response, 413, error.message);
  else answer(response, 500, `The sandbox itself failed: ${reason}`);
}

export function answer(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  type = 'text/plain; charset=utf-8',
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  answer(response, status, JSON.stringify(body), 'application/json; charset=utf-8');
}

class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new BodyTooLarge('The request is larger than 8 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
