import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBodyReader } from '../../src/http/body-reader.ts';

const MEGABYTE = 1024 * 1024;

describe('a body that was given up', () => {
  const size = 32 * MEGABYTE;

  it.each([
    ['too_slow', size],
    ['no_room', size - 1],
  ])('takes no memory any more, though its sender goes on: %s', async (failure, maxTotalBytes) => {
    const readBody = createBodyReader({ timeoutMs: 20, maxTotalBytes });
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close().closeAllConnections());
    await once(server, 'listening');
    const sender = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sender.on('error', () => undefined).write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${size}\r\n\r\n`);
    const [request] = (await once(server, 'request')) as [IncomingMessage];
    const result = await readBody(request, size);
    const before = process.memoryUsage().arrayBuffers;

    sender.write('a');
    await once(request, 'data');

    expect(result).toEqual({ ok: false, failure });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MEGABYTE);
  });
});
