import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** RFC 6455's own constant. */
const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT_FRAME = 0x81;
const TEXT = 1;

/** Slack's Web API and the other end of its socket, on this machine: as much of WebSocket as short messages need. */
export async function startSocketMode(answers: Readonly<Record<string, object>>) {
  const calls: string[] = [];
  const heard: unknown[] = [];
  const waiting: (() => void)[] = [];
  let line: Duplex | undefined;

  const server = createServer((request, response) => {
    const method = request.url?.replace('/api/', '') ?? '';
    calls.push(method);
    request.resume();
    const answer =
      method === 'apps.connections.open' ? { ok: true, url: `ws://127.0.0.1:${portOf()}/link` } : answers[method];
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer ?? { ok: true }));
  });
  server.on('upgrade', (request, socket) => {
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${WEBSOCKET_GUID}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
    );
    line = socket;
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      heard.push(...textFrames(data).map((text) => JSON.parse(text) as unknown));
      for (const wake of waiting.splice(0)) wake();
    });
    tell({ type: 'hello', num_connections: 1 });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function portOf(): number {
    return (server.address() as AddressInfo).port;
  }

  function tell(message: object): void {
    const text = Buffer.from(JSON.stringify(message));
    const length = Buffer.from(text.length < 126 ? [text.length] : [126, text.length >> 8, text.length & 255]);
    line?.write(Buffer.concat([Buffer.from([TEXT_FRAME]), length, text]));
  }

  return {
    apiUrl: `http://127.0.0.1:${portOf()}/api/`,
    /** Methods of the Web API that were called. */
    calls,
    tell,
    /** Sends an envelope to the bot and gives what it answers first. */
    async ask(envelope: object): Promise<unknown> {
      const before = heard.length;
      tell(envelope);
      const deadline = AbortSignal.timeout(5_000);
      while (heard.length === before) {
        if (deadline.aborted) throw new Error('the bot did not answer');
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          deadline.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      return heard[before];
    },
    close(): void {
      line?.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The texts in what a client sent; its frames are masked. */
function textFrames(data: Buffer): string[] {
  const texts: string[] = [];
  let at = 0;
  while (at + 6 <= data.length) {
    const code = (data[at] ?? 0) & 15;
    const short = (data[at + 1] ?? 0) & 127;
    const length = short === 126 ? data.readUInt16BE(at + 2) : short;
    const maskAt = at + (short === 126 ? 4 : 2);
    const mask = data.subarray(maskAt, maskAt + 4);
    const text = data.subarray(maskAt + 4, maskAt + 4 + length).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    if (code === TEXT) texts.push(Buffer.from(text).toString());
    at = maskAt + 4 + length;
  }
  return texts;
}
