import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpRequest, Route } from '../../src/flow/ports/http.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { SILENT } from '../store/opened-ledger.ts';
import type { QueuedSockets } from './queued-sockets.ts';

const BODY_BYTES = 256_000;

/** A server that answers each POST with the length of its body. */
async function startServer(limits: Parameters<typeof createHttpServer>[2] = {}) {
  const taken: HttpRequest[] = [];
  const echo: Route = {
    methods: ['POST'],
    path: '/echo',
    maxBodyBytes: 1024 * 1024,
    async handle(request) {
      taken.push(request);
      return { status: 200, body: String(request.body.length) };
    },
  };
  const server = createHttpServer([echo], SILENT, limits);
  const port = await server.listen(0, '127.0.0.1');
  const sockets: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await server.close();
  });
  const open = async (count: number, text: string): Promise<readonly Socket[]> => {
    const opened = await Promise.all(Array.from({ length: count }, () => openSocket(port, text)));
    sockets.push(...opened);
    return opened;
  };
  const post = async (body: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/echo`, { method: 'POST', body });
    return [response.status, await response.text()];
  };
  return { open, port, post, taken };
}

async function openSocket(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

const UNFINISHED = `POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 262144\r\n\r\n${'a'.repeat(BODY_BYTES)}`;

const EMPTY_REQUEST = 'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n';

const left = (sockets: readonly Socket[]) => sockets.filter((socket) => !socket.closed).length;

describe('bodies that strangers do not end', () => {
  it('are read only as far as their memory reaches, and a small one always is', async () => {
    const { open, post } = await startServer({ maxTotalBodyBytes: 10 * BODY_BYTES });

    const sockets = await open(40, UNFINISHED);

    await expect.poll(() => left(sockets)).toBeLessThan(10);
    expect(left(sockets)).toBe(9);
    expect(await post('a command')).toEqual([200, '9']);
  });

  it('give way to smaller ones, the largest first', async () => {
    const { open, post } = await startServer({ maxTotalBodyBytes: 300_000 });
    const [large] = await open(1, UNFINISHED);

    expect(await post('b'.repeat(100_000))).toEqual([200, '100000']);
    await expect.poll(() => large?.closed).toBe(true);
  });

  it('count as the largest when they do not say how large they are', async () => {
    const { open, post } = await startServer({ maxTotalBodyBytes: 1024 * 1024 });
    const [unannounced] = await open(
      1,
      'POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n',
    );

    expect(await post('b'.repeat(100_000))).toEqual([200, '100000']);
    await expect.poll(() => unannounced?.closed).toBe(true);
  });

  it('are given up after a while, with 408', async () => {
    const { port } = await startServer({ bodyTimeoutMs: 50 });
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\na'),
    );

    const [response] = (await once(socket, 'data', { signal: AbortSignal.timeout(3_000) })) as [Buffer];
    socket.destroy();

    expect(response.toString()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('are read whole, in whatever pieces they come', async () => {
    const { port, taken } = await startServer();
    const pieces = 'b'.repeat(3_000).split('');
    const chunks = pieces.map((piece) => `1\r\n${piece}\r\n`).join('');
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`),
    );

    await once(socket, 'data', { signal: AbortSignal.timeout(3_000) });
    socket.destroy();

    expect(taken.map(({ body }) => body.toString())).toEqual([pieces.join('')]);
  });
});

describe('more sockets than the port holds', () => {
  it.each([
    ['that said nothing', 'G'],
    ['whose body does not end', UNFINISHED],
    ['that wait after their request', EMPTY_REQUEST],
  ])('push out the oldest %s, and never one that brings a request', async (_, text) => {
    const { open, post } = await startServer({ maxConnections: 20 });
    const oldest = await open(10, text);
    const newest = await open(19, text);

    expect(await Promise.all(Array.from({ length: 5 }, () => post('a command')))).toEqual(
      Array.from({ length: 5 }, () => [200, '9']),
    );
    await expect.poll(() => left(oldest)).toBe(0);
    expect(left(newest)).toBeGreaterThan(10);
  });

  it('wait their turn while the process is busy, and each command among them is answered', async () => {
    const { port } = await startServer({ maxConnections: 20 });
    const [strangers, commands] = [1_500, 15];
    const connected = new Int32Array(new SharedArrayBuffer(4));
    const workerData: QueuedSockets = {
      port,
      strangers,
      commands,
      command: EMPTY_REQUEST,
      connected: connected.buffer,
    };
    const worker = new Worker(new URL('./queued-sockets.ts', import.meta.url), { workerData });
    onTestFinished(async () => void (await worker.terminate()));
    await once(worker, 'online');

    // Nothing is accepted meanwhile: what does not fit into the line of the system tries again after a second, and then after three.
    const giveUpAt = performance.now() + 2_500;
    while ((connected[0] ?? 0) < strangers + commands && performance.now() < giveUpAt)
      Atomics.wait(connected, 0, connected[0] ?? 0, 100);

    expect(connected[0]).toBe(strangers + commands);
    expect(await once(worker, 'message', { signal: AbortSignal.timeout(4_000) })).toEqual(['answered']);
  });

  it('are dropped in two or three seconds when their head does not end', async () => {
    const { open } = await startServer();
    const startedAt = performance.now();

    const sockets = await open(5, 'POST /echo HTTP/1.1\r\nhost: x\r\n');
    await expect.poll(() => left(sockets)).toBe(0);

    expect(performance.now() - startedAt).toBeGreaterThan(1_500);
  });
});
