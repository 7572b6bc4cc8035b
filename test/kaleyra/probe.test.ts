import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createProbe } from '../../src/kaleyra/probe.ts';
import { API_KEY, SID } from './kaleyra-client.ts';

/** A Kaleyra that answers every request the same way, and what it was asked. */
async function probeOf(status: number, body: string) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['api-key'] === API_KEY ? 'with the key' : ''}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const probe = createProbe({ origin: `http://127.0.0.1:${port}`, sid: SID, apiKey: API_KEY, timeoutMs: 1_000 });
  return { asked, probe };
}

describe('a probe of the account', () => {
  it('asks for the templates’ status, which sends nothing', async () => {
    const { asked, probe } = await probeOf(200, '{"data":[]}');

    expect(await probe()).toBe('accepted');
    expect(asked).toEqual([`GET /v1/${SID}/whatsapp/templates/status with the key`]);
  });

  it.each([
    [401, '{"code":"RBC001","message":"Incorrect SID or API Key."}', 'refused'],
    [200, '{"code":"RBC001","message":"Incorrect SID or API Key."}', 'refused'],
    [402, '', 'refused'],
    [403, '', 'refused'],
    [404, '', 'refused'],
    [299, '{"data":[]}', 'accepted'],
    [429, '', 'unclear'],
    [500, '', 'unclear'],
    [307, '', 'unclear'],
    [502, '<html>Bad gateway', 'unclear'],
    [200, '<!doctype html><title>Log in to this network</title>', 'other_server'],
    [200, '', 'other_server'],
    [200, '"ok"', 'other_server'],
    [200, '[]', 'accepted'],
  ])('takes %i %s for %s', async (status, body, meaning) => {
    const { probe } = await probeOf(status, body);

    expect(await probe()).toBe(meaning);
  });

  it('reads the list of an account with many templates', async () => {
    const data = Array.from({ length: 2_000 }, (_, at) => ({ name: `template_${at}`, body: 'Hello '.repeat(20) }));
    const { probe } = await probeOf(200, JSON.stringify({ data }));

    expect(await probe()).toBe('accepted');
  });

  it('says that nothing is clear when no response comes', async () => {
    const probe = createProbe({ origin: 'http://127.0.0.1:9', sid: SID, apiKey: API_KEY, timeoutMs: 500 });

    expect(await probe()).toBe('unclear');
  });
});
