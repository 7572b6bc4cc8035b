import { createConnection } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Route } from '../../src/flow/ports/http.ts';
import type { Log } from '../../src/flow/ports/log.ts';
import { healthRoutes } from '../../src/http/health.ts';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };

let server: HttpServer | undefined;
afterEach(() => server?.close());

async function serve(...routes: readonly Route[]): Promise<string> {
  server = createHttpServer(routes, QUIET);
  return `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
}

describe('the health routes', () => {
  it('say that the process runs, and why it is not ready', async () => {
    const base = await serve(
      ...healthRoutes(async () => ({ isReady: false, reasons: ['The ledger does not answer.'] })),
    );

    const [health, ready] = [await fetch(`${base}/healthz`), await fetch(`${base}/readyz`)];

    expect(health.status).toBe(200);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'not ready', reasons: ['The ledger does not answer.'] });
  });

  it('say that it is ready, and are never kept in a cache', async () => {
    const base = await serve(...healthRoutes(async () => ({ isReady: true, reasons: [] })));

    const ready = await fetch(`${base}/readyz`);

    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'ready', reasons: [] });
    expect(ready.headers.get('cache-control')).toBe('no-store');
    expect(ready.headers.get('content-type')).toBe('application/json');
  });

  it('answer a HEAD as well', async () => {
    const base = await serve(...healthRoutes(async () => ({ isReady: true, reasons: [] })));

    const heads = ['/healthz', '/readyz'].map((path) => fetch(`${base}${path}`, { method: 'HEAD' }));

    expect((await Promise.all(heads)).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('the port', () => {
  it('keeps a connection whose request was read to its end, though it is turned away', async () => {
    const base = await serve(...healthRoutes(async () => ({ isReady: true, reasons: [] })));
    const socket = createConnection(Number(new URL(base).port), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });

    socket.write('GET /nothing HTTP/1.1\r\nhost: bot\r\n\r\n');
    await expect.poll(() => received).toContain('HTTP/1.1 404');
    socket.write('GET /healthz HTTP/1.1\r\nhost: bot\r\n\r\n');

    await expect.poll(() => received).toContain('HTTP/1.1 200');
    socket.destroy();
  });

  it('answers 404 to everything else and survives what is no HTTP', async () => {
    const base = await serve(...healthRoutes(async () => ({ isReady: true, reasons: [] })));
    const socket = createConnection(Number(new URL(base).port), '127.0.0.1');
    socket.end('\u0000\u0001 nonsense\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));

    const answers = [
      await fetch(`${base}/`),
      await fetch(`${base}/healthz`, { method: 'POST' }),
      await fetch(`${base}/healthz`),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 200]);
  });
});

describe('closing the server', () => {
  it('answers what it has begun, and waits for no connection that stays open afterwards', async () => {
    const { promise: mayAnswer, resolve: answerNow } = Promise.withResolvers<void>();
    const { promise: arrived, resolve: arrives } = Promise.withResolvers<void>();
    const url = await serve({
      methods: ['GET'],
      path: '/slow',
      maxBodyBytes: 0,
      async handle() {
        arrives();
        await mayAnswer;
        return { status: 200, body: 'done' };
      },
    });
    const answer = fetch(`${url}/slow`).then((response) => response.text());
    await arrived;

    const startedAt = performance.now();
    const closed = server?.close();
    answerNow();

    expect(await answer).toBe('done');
    await closed;
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
