import { afterEach, describe, expect, it } from 'vitest';
import type { RawCallback } from '../../../src/flow/ports/callbacks.ts';
import type { HandleCallback } from '../../../src/flow/reports/handle-callback.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/server.ts';
import { callbackUrl } from '../../../src/kaleyra/callback/address.ts';
import { callbackRoute } from '../../../src/kaleyra/callback/route.ts';
import { SILENT } from '../../store/opened-ledger.ts';

const SECRET = 's'.repeat(32);
const OLD_SECRET = 'o'.repeat(32);

let server: HttpServer | undefined;
afterEach(() => server?.close());

/** @returns the address without its secret */
async function serveReports(handleCallback: HandleCallback): Promise<string> {
  server = createHttpServer([callbackRoute({ secrets: [SECRET, OLD_SECRET], handleCallback })], SILENT);
  const publicUrl = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  return callbackUrl({ publicUrl, secrets: [] });
}

describe('the callback route', () => {
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

    const responses = [
      await fetch(`${base}wrong?id=a`),
      await fetch(base),
      await fetch(`${base}${SECRET}/more`),
      await fetch(`${base}${SECRET}?t=forged`),
    ];

    expect(responses.map((response) => response.status)).toEqual([404, 404, 404, 404]);
    expect(await Promise.all(responses.map((response) => response.text()))).toEqual(['', '', '', '']);
    expect(calls).toBe(1);
  });

  it('answers 413 to a body that is too large', async () => {
    const base = await serveReports(async () => 'handled');

    const response = await fetch(`${base}${SECRET}`, { method: 'POST', body: 'x'.repeat(70_000) });

    expect(response.status).toBe(413);
  });

  it('answers 500 when the report was not stored, so that it is sent again', async () => {
    const base = await serveReports(() => Promise.reject(new Error('the ledger is down')));

    const response = await fetch(`${base}${SECRET}?id=a`);

    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
  });
});
