import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetchMedia } from '../../../src/kaleyra/incoming/fetch-media.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const answers: Readonly<Record<string, () => void>> = {
      '/photo': () => response.end(JPEG),
      '/page': () => response.setHeader('content-type', 'image/jpeg').end('<!doctype html><script>'),
      '/large': () => response.end(Buffer.concat([JPEG, Buffer.alloc(2_000)])),
      '/elsewhere': () => response.writeHead(302, { location: '/photo' }).end(),
    };
    (answers[request.url ?? ''] ?? (() => response.writeHead(404).end()))();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('fetching what a recipient sent', () => {
  it('names a file by what it is', async () => {
    const fetchMedia = createFetchMedia({ hosts: [], localOrigin: origin });

    const media = await fetchMedia(`${origin}/photo`, 1_000);

    expect(media).toMatchObject({ ok: true, value: { name: 'photo.jpg' } });
    expect(media.ok && Buffer.from(media.value.bytes).equals(JPEG)).toBe(true);
  });

  it.each([
    ['a page that calls itself a photo', '/page', 'unknown_kind'],
    ['more than it may have', '/large', 'too_large'],
    ['a redirect', '/elsewhere', 'unreachable'],
    ['what is gone', '/gone', 'unreachable'],
  ])('does not take %s', async (_, path, failure) => {
    const fetchMedia = createFetchMedia({ hosts: [], localOrigin: origin });

    expect(await fetchMedia(`${origin}${path}`, 1_000)).toEqual({ ok: false, failure });
  });

  it.each([
    'http://127.0.0.1:1/photo',
    'http://169.254.169.254/latest/meta-data',
    'https://kaleyra.io.evil.example/a',
    'https://evil.example/s3.amazonaws.com',
    'https://user:pass@media.kaleyra.io/a',
    'https://media.kaleyra.io:8443/a',
    'file:///etc/passwd',
    'http://media.kaleyra.io/a',
    'no address',
  ])('asks no other host: %s', async (address) => {
    expect(await createFetchMedia({ hosts: ['files.example.com'] })(address, 1_000)).toEqual({
      ok: false,
      failure: 'not_allowed',
    });
  });
});
