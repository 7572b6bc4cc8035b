import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';

/** Port 1 of loopback: nothing listens there, and the kernel says so at once. */
export const REFUSING_ORIGIN = 'http://127.0.0.1:1';

export interface Listening extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Opens a server on a port of its own on loopback; every socket goes when it stops. */
export async function listenOn(server: Server, protocol = 'http'): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    origin: `${protocol}://127.0.0.1:${address.port}`,
    port: address.port,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** What one connection has brought so far. */
export interface Visit {
  readonly socket: Socket;
  readonly received: () => Buffer;
  /** Resolves when the whole request is in. */
  readonly wholeRequest: Promise<void>;
}

export interface RawServer extends Listening {
  /** Application bytes that came in, over all connections. */
  readonly bytesSeen: () => number;
  readonly connections: () => number;
  readonly wholeRequests: () => number;
}

/** A server that answers a connection by hand, byte for byte. */
export async function rawServer(visit: (visit: Visit) => unknown): Promise<RawServer> {
  const counted = countVisits(visit);
  return { ...(await listenOn(createServer(counted.onSocket))), ...counted };
}

/** The same behind TLS. */
export async function rawTlsServer(options: TlsOptions, visit: (visit: Visit) => unknown): Promise<RawServer> {
  const counted = countVisits(visit);
  const server = createTlsServer(options, counted.onSocket).on('tlsClientError', () => undefined);
  return { ...(await listenOn(server, 'https')), ...counted };
}

/** One informational response. */
export const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';

/** A server that gives early hints without end. */
export async function hintingServer(): Promise<RawServer & { readonly dropped: Promise<void> }> {
  const dropped = Promise.withResolvers<void>();
  const server = await rawServer(({ socket, wholeRequest }) => {
    socket.on('close', () => dropped.resolve());
    const hint = (): void => {
      if (!socket.destroyed) socket.write(HINTS.repeat(100), () => setImmediate(hint));
    };
    void wholeRequest.then(hint);
  });
  return { ...server, dropped: dropped.promise };
}

function countVisits(visit: (visit: Visit) => unknown) {
  let bytes = 0;
  let connections = 0;
  let whole = 0;
  const onSocket = (socket: Socket | TLSSocket) => {
    connections += 1;
    socket.on('error', () => undefined);
    let received = Buffer.alloc(0);
    const wholeRequest = new Promise<void>((resolve) => {
      socket.on('data', (piece: Buffer) => {
        bytes += piece.length;
        received = Buffer.concat([received, piece]);
        if (!isWhole(received)) return;
        whole += 1;
        resolve();
      });
    });
    visit({ socket, received: () => received, wholeRequest });
  };
  return { onSocket, bytesSeen: () => bytes, connections: () => connections, wholeRequests: () => whole };
}

function isWhole(received: Buffer): boolean {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const length = /content-length: (\d+)/i.exec(received.toString('latin1', 0, headEnd))?.[1];
  return received.length >= headEnd + 4 + Number(length ?? 0);
}

/** One of the certificates in `fixtures/`, all for the same key. */
export function certificate(name: 'trusted' | 'wrong-name' | 'expired' | 'self-signed'): TlsOptions {
  return { key: fixture('server.key'), cert: fixture(`${name}.crt`) };
}

/** What a client has to trust for `certificate('trusted')`. */
export function testAuthority(): string {
  return fixture('authority.crt');
}

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}
