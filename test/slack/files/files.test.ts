import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createReadSlackFile } from '../../../src/slack/files/read-file.ts';
import { createSendFileToPerson } from '../../../src/slack/files/send-file.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

const TOKEN = 'xoxb-1-1-a';
const MAX_BYTES = 1_000;
const json =
  (value: unknown): Answer =>
  (_, response) =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(value));

let server: Server;
let origin: string;
/** One server on loopback plays the Web API and the file hosts. */
let answers: Record<string, Answer>;
let requests: { path: string; authorization: string | undefined; body: string }[];

beforeEach(async () => {
  answers = {};
  requests = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const body = Buffer.concat(chunks);
      requests.push({ path, authorization: request.headers.authorization, body: body.toString() });
      const answer = answers[path];
      if (answer === undefined) response.writeHead(404).end();
      else answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

function client(): WebClient {
  return new WebClient(TOKEN, { slackApiUrl: `${origin}/api/`, retryConfig: { retries: 0 }, timeout: 500 });
}

/** Every `AbortSignal.timeout` from here on, each of which ends when the test says so. */
function timeoutsByHand() {
  const timeouts = new Map<number, AbortController>();
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController();
    timeouts.set(ms, controller);
    return controller.signal;
  });
  return timeouts;
}

describe('reading a file that a person put into a form', () => {
  const read = () =>
    createReadSlackFile({ client: client(), botToken: TOKEN, apiUrl: `${origin}/api/`, retryAfterMs: 1 })(
      'F1',
      MAX_BYTES,
    );
  const info = (file: object) => json({ ok: true, file: { id: 'F1', name: 'guests.csv', size: 10, ...file } });
  const offer = (answer: Answer) => {
    answers['/api/files.info'] = info({ url_private_download: `${origin}/files/guests.csv` });
    answers['/files/guests.csv'] = answer;
  };
  const csv: Answer = (_, response) => void response.setHeader('content-type', 'text/csv').end('phone\n+4366412345\n');

  it('gives its name and bytes', async () => {
    offer(csv);
    expect(await read()).toMatchObject({
      ok: true,
      value: { name: 'guests.csv', bytes: Buffer.from('phone\n+4366412345\n') },
    });
    expect(requests.at(-1)?.authorization).toBe(`Bearer ${TOKEN}`);
  });

  it.each([
    [401, 'no_permission'],
    [403, 'no_permission'],
    [404, 'unreachable'],
    [500, 'unreachable'],
  ])('is not read where its host answers with %i', async (status, failure) => {
    offer((_, response) => void response.writeHead(status, { 'content-type': 'text/csv' }).end('phone\n'));

    expect(await read()).toEqual({ ok: false, failure });
  });

  it('asks again while Slack examines it', async () => {
    let looks = 0;
    offer(csv);
    const done = info({ url_private_download: `${origin}/files/guests.csv` });
    answers['/api/files.info'] = (...call) => {
      looks += 1;
      if (looks === 1) json({ ok: true, file: { id: 'F1' } })(...call);
      else done(...call);
    };
    expect(await read()).toMatchObject({ ok: true });
    expect(looks).toBe(2);
  });

  it('says that it is not ready when Slack never knows more', async () => {
    answers['/api/files.info'] = json({ ok: true, file: { id: 'F1' } });
    expect(await read()).toEqual({ ok: false, failure: 'not_ready' });
    expect(requests).toHaveLength(3);
  });

  it('looks again after a second and a half, and waits ten seconds for what the host sends', async () => {
    const timeouts = timeoutsByHand();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const waits = vi.spyOn(globalThis, 'setTimeout');
    let looks = 0;
    const examined = info({ url_private_download: `${origin}/files/guests.csv` });
    offer(() => undefined);
    answers['/api/files.info'] = (...call) => {
      looks += 1;
      if (looks === 1) json({ ok: true, file: { id: 'F1' } })(...call);
      else examined(...call);
    };

    const reading = createReadSlackFile({ client: client(), botToken: TOKEN, apiUrl: `${origin}/api/` })('F1', 10);
    await expect.poll(() => waits.mock.calls.map(([, ms]) => ms)).toContain(1_500);
    vi.advanceTimersByTime(1_500);
    await expect.poll(() => requests.at(-1)?.path).toBe('/files/guests.csv');
    timeouts.get(10_000)?.abort();

    expect(await reading).toEqual({ ok: false, failure: 'unreachable' });
  });

  it.each([
    ['at Google Drive', { is_external: true, url_private: 'https://drive.google.com/x' }],
    ['in external mode', { mode: 'external', url_private: 'https://drive.google.com/x' }],
    ['at another host', { url_private_download: 'https://slack.com.example.org/x' }],
    ['without encryption', { url_private_download: 'http://files.slack.com/x' }],
  ])('does not show the token to a file %s', async (_, file) => {
    answers['/api/files.info'] = info(file);
    expect(await read()).toEqual({ ok: false, failure: 'external' });
    expect(requests.map(({ path }) => path)).toEqual(['/api/files.info']);
  });

  it('follows one redirect without the token', async () => {
    offer((_, response) => void response.writeHead(302, { location: '/elsewhere' }).end());
    answers['/elsewhere'] = csv;
    expect(await read()).toMatchObject({ ok: true });
    expect(requests.at(-1)).toMatchObject({ path: '/elsewhere', authorization: undefined });
  });

  it('does not follow a redirect to a foreign host', async () => {
    offer((_, response) => void response.writeHead(302, { location: 'https://example.org/' }).end());
    expect(await read()).toEqual({ ok: false, failure: 'external' });
  });

  it.each([
    ['by its type', 'text/html; charset=utf-8', 'Sign in'],
    ['by its first words', 'text/csv', '\n<!DOCTYPE html><title>Sign in</title>'],
    ['by its root', 'application/octet-stream', '<HTML>'],
  ])('knows the login page %s', async (_, type, page) => {
    offer((__, response) => void response.setHeader('content-type', type).end(page));
    expect(await read()).toEqual({ ok: false, failure: 'no_permission' });
  });

  it('counts bytes after they are decompressed', async () => {
    offer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-encoding': 'gzip' });
      response.end(gzipSync('a'.repeat(MAX_BYTES + 1)));
    });
    expect(await read()).toEqual({ ok: false, failure: 'too_large' });
  });

  it('does not download what Slack says is too large', async () => {
    answers['/api/files.info'] = info({ size: MAX_BYTES + 1, url_private_download: `${origin}/files/guests.csv` });
    expect(await read()).toEqual({ ok: false, failure: 'too_large' });
    expect(requests).toHaveLength(1);
  });

  it('says that a cut file was not reached', async () => {
    offer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '100' }).write('phone');
      setImmediate(() => response.destroy());
    });
    expect(await read()).toEqual({ ok: false, failure: 'unreachable' });
  });

  it('says that a scope is missing', async () => {
    answers['/api/files.info'] = json({ ok: false, error: 'missing_scope' });
    expect(await read()).toEqual({ ok: false, failure: 'no_permission' });
  });
});

describe('sending a file to one person', () => {
  const file = {
    userId: 'U1',
    name: 'problems.csv',
    bytes: Buffer.from('row,problem\r\n'),
    comment: 'What I could not read',
  };
  const send = () => createSendFileToPerson({ client: client() })(file);

  beforeEach(() => {
    answers['/api/files.getUploadURLExternal'] = json({ ok: true, upload_url: `${origin}/upload`, file_id: 'F2' });
    answers['/upload'] = (_, response) => void response.end('OK');
    answers['/api/chat.postMessage'] = json({ ok: true, channel: 'D1', ts: '1.000001' });
    answers['/api/files.completeUploadExternal'] = json({ ok: true, files: [{ id: 'F2' }] });
  });

  it('puts it below the comment in the direct messages, and keeps the token from the upload host', async () => {
    expect(await send()).toEqual({ kind: 'sent' });
    expect(requests.find(({ path }) => path === '/upload')).toMatchObject({
      authorization: undefined,
      body: 'row,problem\r\n',
    });
    const comment = new URLSearchParams(requests.find(({ path }) => path === '/api/chat.postMessage')?.body);
    expect(Object.fromEntries(comment)).toMatchObject({
      channel: 'U1',
      text: 'What I could not read',
      parse: 'none',
      unfurl_links: 'false',
    });
    const last = new URLSearchParams(requests.at(-1)?.body);
    expect([last.get('channel_id'), last.get('thread_ts')]).toEqual(['D1', '1.000001']);
  });

  it('says that it may be there when Slack does not answer the last step', async () => {
    answers['/api/files.completeUploadExternal'] = (request) => void request.socket.destroy();
    expect(await send()).toEqual({ kind: 'maybe_sent' });
    expect(requests.filter(({ path }) => path.endsWith('completeUploadExternal'))).toHaveLength(1);
  });

  it('posts nothing when the scope is missing', async () => {
    answers['/api/files.getUploadURLExternal'] = json({ ok: false, error: 'missing_scope' });
    expect(await send()).toEqual({ kind: 'token', reason: 'missing_scope' });
    expect(requests.map(({ path }) => path)).toEqual(['/api/files.getUploadURLExternal']);
  });

  it('posts nothing when the host takes the bytes for half a minute', async () => {
    const timeouts = timeoutsByHand();
    answers['/upload'] = () => undefined;

    const sending = send();
    await expect.poll(() => requests.at(-1)?.path).toBe('/upload');
    timeouts.get(30_000)?.abort();

    expect(await sending).toMatchObject({ kind: 'later' });
    expect(requests.some(({ path }) => path === '/api/chat.postMessage')).toBe(false);
  });

  it.each([{ upload_url: 'https://files.slack.com/upload' }, { file_id: 'F2' }])(
    'posts nothing where Slack does not say both where and as what it is uploaded: %o',
    async (said) => {
      answers['/api/files.getUploadURLExternal'] = json({ ok: true, ...said });
      expect(await send()).toEqual({ kind: 'later', afterMs: undefined, reason: 'no_upload_url' });
      expect(requests).toHaveLength(1);
    },
  );

  it('puts it into the direct messages where Slack does not say where the comment is', async () => {
    answers['/api/chat.postMessage'] = json({ ok: true });
    expect(await send()).toEqual({ kind: 'sent' });
    const last = new URLSearchParams(requests.at(-1)?.body);
    expect([last.get('channel_id'), last.has('thread_ts')]).toEqual(['U1', false]);
  });

  it('posts nothing when the upload fails', async () => {
    answers['/upload'] = (_, response) => void response.writeHead(500).end();
    expect(await send()).toEqual({ kind: 'later', afterMs: undefined, reason: 'http_500' });
    expect(requests.some(({ path }) => path === '/api/chat.postMessage')).toBe(false);
  });
});
