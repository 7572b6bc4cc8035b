import { createConnection } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { RawCallback } from '../../src/flow/ports/callbacks.ts';
import type { Log } from '../../src/flow/ports/log.ts';
import type { HandleCallback } from '../../src/flow/reports/handle-callback.ts';
import { healthRoutes } from '../../src/http/health-routes.ts';
import { createHttpServer, type HttpServer, type Route } from '../../src/http/server.ts';
import { statusRoute } from '../../src/http/status-route.ts';

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };
const SECRET = 's'.repeat(32);
const OLD_SECRET = 'o'.repeat(32);

let server: HttpServer | undefined;
afterEach(() => server?.close());

async function serve(...routes: readonly Route[]): Promise<string> {
  server = createHttpServer(routes, QUIET);
  return `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
}

async function serveReports(handleCallback: HandleCallback): Promise<string> {
  return `${await serve(statusRoute({ secrets: [SECRET, OLD_SECRET], handleCallback }))}/kaleyra/status/`;
}

describe('the status route', () => {
  it('takes a report by GET and by POST, under the new secret and the old one', async () => {
    const taken: RawCallback[] = [];
    const base = await serveReports(async (report) => {
      taken.push(report);
      return 'handled';
    });

    const get = await fetch(`${base}${SECRET}?id=a%3A0&status=sent`);
    const post = await fetch(`${base}${OLD_SECRET}?t=1`, { method: 'POST', body: '{"id":"a:0"}' });

    expect([get.status, post.status]).toEqual([200, 200]);
    expect(taken.map(({ query, body }) => [query.get('id') ?? query.get('t'), body])).toEqual([
      ['a:0', ''],
      ['1', '{"id":"a:0"}'],
    ]);
  });

  it('answers 404 without a body to a wrong secret or token, and tells nobody', async () => {
    let calls = 0;
    const base = await serveReports(async () => {
      calls += 1;
      return 'not_ours';
    });

    const answers = [
      await fetch(`${base}wrong?id=a`),
      await fetch(base),
      await fetch(`${base}${SECRET}/more`),
      await fetch(`${base}${SECRET}?t=forged`),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['', '', '', '']);
    expect(calls).toBe(1);
  });

  it('answers 413 to a body that is too large', async () => {
    const base = await serveReports(async () => 'handled');

    const answer = await fetch(`${base}${SECRET}`, { method: 'POST', body: 'x'.repeat(70_000) });

    expect(answer.status).toBe(413);
  });

  it('answers 500 when the report was not stored, so that it is sent again', async () => {
    const base = await serveReports(() => Promise.reject(new Error('the ledger is down')));

    const answer = await fetch(`${base}${SECRET}?id=a`);

    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe('');
  });
});

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
});

describe('the port', () => {
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
      async handle(_, response) {
        arrives();
        await mayAnswer;
        response.end('done');
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
