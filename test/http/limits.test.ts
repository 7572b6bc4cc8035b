import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpRequest } from '../../src/flow/ports/http.ts';
import { healthRoutes } from '../../src/http/health.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { SILENT } from '../store/opened-ledger.ts';

/** The port as the bot opens it, with a route that takes 1 kB when a test does not say otherwise. */
async function startServer(maxBodyBytes = 1_024) {
  const taken: HttpRequest[] = [];
  const refusals: { readonly problem?: string }[] = [];
  const server = createHttpServer(
    [
      ...healthRoutes(async () => ({ isReady: true, reasons: [] })),
      {
        methods: ['POST'],
        path: '/echo',
        maxBodyBytes,
        async handle(request) {
          taken.push(request);
          return { status: 200, body: String(request.body.length) };
        },
      },
    ],
    { ...SILENT, warn: (data) => void refusals.push(data) },
  );
  const port = await server.listen(0, '127.0.0.1');
  onTestFinished(() => server.close());
  /** Everything that comes back until the port hangs up. */
  async function say(text: string, waitMs = 3_000): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    let said = '';
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        said += bytes;
      });
    socket.write(text);
    await once(socket, 'close', { signal: AbortSignal.timeout(waitMs) });
    return said;
  }
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
  return { get, port, refusals, say, taken };
}

function head(...lines: readonly string[]): string {
  return ['POST /echo HTTP/1.1', 'host: x', ...lines, '', ''].join('\r\n');
}

describe('the port hangs up on', () => {
  it('what is no HTTP, though the other side keeps its socket open', async () => {
    const { say } = await startServer();

    expect(await say('\u0000\u0001 nonsense\r\n\r\n')).not.toContain('200');
  });

  it('a head of more than 16 kB, before any route sees it', async () => {
    const { say, taken } = await startServer();

    await say(head(`x-much: ${'a'.repeat(17_000)}`, 'content-length: 0'));

    expect(taken).toEqual([]);
  });

  it.each([
    ['says that it is larger than the route takes', head('content-length: 2000')],
    ['turns out to be larger', `${head('transfer-encoding: chunked')}7d0\r\n${'a'.repeat(2_000)}\r\n`],
  ])('a body that %s, with 413, and says that it does', async (_, text) => {
    const { say, taken } = await startServer();

    const response = await say(text);

    expect(response).toMatch(/^HTTP\/1\.1 413 /);
    expect(response).toMatch(/^connection: close\r$/im);
    expect(taken).toEqual([]);
  });

  it('a body that does not end, in some five seconds and with 408', async () => {
    const { say } = await startServer();

    expect(await say(`${head('content-length: 9')}a`, 8_000)).toMatch(/^HTTP\/1\.1 408 /);
  }, 10_000);
});

describe('the port, however many come at once,', () => {
  async function flood(count: number, text: string) {
    const { port } = await startServer(1024 * 1024);
    const said: string[] = [];
    const sockets = await Promise.all(
      Array.from({ length: count }, async () => {
        const socket = connect(port, '127.0.0.1');
        onTestFinished(() => void socket.destroy());
        socket.on('error', () => undefined).on('data', (bytes) => void said.push(String(bytes)));
        await once(socket, 'connect');
        socket.write(text);
        return socket;
      }),
    );
    return { left: () => sockets.filter(({ closed }) => !closed).length, said };
  }

  it('reads no more than 8 MB of bodies, and says to the others that there is no room', {
    timeout: 15_000,
  }, async () => {
    const { left, said } = await flood(40, `${head('content-length: 262144')}${'a'.repeat(1_000)}`);

    await expect.poll(left, { timeout: 8_000 }).toBe(32);
    expect(said).toHaveLength(8);
    expect(said.every((response) => response.startsWith('HTTP/1.1 503 '))).toBe(true);
  });

  it('holds no more than 600 sockets', { timeout: 15_000 }, async () => {
    const { left } = await flood(640, head('content-length: 0'));

    // Each waits for its next request, for which it has ten seconds.
    await expect.poll(left, { timeout: 8_000 }).toBeLessThanOrEqual(600);
  });
});

describe('the port', () => {
  it('keeps a connection for the next request, for ten seconds, and says so', async () => {
    const { port } = await startServer();
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head('content-length: 2')}ab`));
    onTestFinished(() => void socket.destroy());

    const [response] = (await once(socket, 'data', { signal: AbortSignal.timeout(3_000) })) as [Buffer];

    expect(response.toString()).toMatch(/^keep-alive: timeout=10\r$/im);
  });

  it('knows a path whole: what goes on behind it is another one', async () => {
    const { get } = await startServer();

    expect(await Promise.all(['/healthz', '/readyz', '/healthz/x', '/healthzx', '/readyz.json'].map(get))).toEqual([
      200, 200, 404, 404, 404,
    ]);
  });

  it('knows at once that somebody went away in the middle of a body', async () => {
    const { port, refusals } = await startServer();
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head('content-length: 9')}a`));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.destroy();

    await expect.poll(() => refusals).toMatchObject([{ problem: 'broken_off' }]);
  });
});
