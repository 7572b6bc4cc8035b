import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBodyReader } from '../../src/http/body-reader.ts';

const MEGABYTE = 1024 * 1024;

/** The head of a request as the server has it, and the socket that sent it. */
async function requestOf(lines: string) {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, 'listening');
  const sender = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sender.on('error', () => undefined).write(`POST / HTTP/1.1\r\nhost: x\r\n${lines}\r\n`);
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  return { request, sender };
}

it('a request that announces no body takes nothing of the budget, and the budget holds after it', async () => {
  const readBody = createBodyReader({ timeoutMs: 5_000, maxTotalBytes: MEGABYTE });
  const bare = await requestOf('');
  const large = await requestOf(`content-length: ${MEGABYTE + 1}\r\n`);

  const nothing = await readBody(bare.request, 2 * MEGABYTE);
  const tooMuch = await readBody(large.request, 2 * MEGABYTE);

  expect(nothing).toEqual({ ok: true, value: Buffer.alloc(0) });
  expect(tooMuch).toEqual({ ok: false, failure: 'no_room' });
});

describe('a body that was given up', () => {
  const size = 32 * MEGABYTE;

  it.each([
    ['too_slow', size],
    ['no_room', size - 1],
  ])('takes no memory any more, though its sender goes on: %s', async (failure, maxTotalBytes) => {
    const readBody = createBodyReader({ timeoutMs: 20, maxTotalBytes });
    const { request, sender } = await requestOf(`content-length: ${size}\r\n`);
    const result = await readBody(request, size);
    const before = process.memoryUsage().arrayBuffers;

    sender.write('a');
    await once(request, 'data');

    expect(result).toEqual({ ok: false, failure });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MEGABYTE);
  });
});
