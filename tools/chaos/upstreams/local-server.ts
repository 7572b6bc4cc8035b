import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface LocalServer {
  readonly origin: string;
  /** Refuses connections until {@link reopen}. */
  close(): Promise<void>;
  reopen(): Promise<void>;
}

/** A server on 127.0.0.1 that survives a client that dies. It answers no request that arrived in part. */
export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void | Promise<void>,
): Promise<LocalServer> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    buffer(request)
      .then((body) => answer(request, response, body))
      .catch(() => response.destroy());
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
    reopen: async () => void (await listen(port)),
  };
}

export function answerJson(response: ServerResponse, status: number, body: object, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
