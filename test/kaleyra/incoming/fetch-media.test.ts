import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
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
      '/piecemeal': () => {
        response.write(JPEG);
        response.end(Buffer.alloc(2_000));
      },
      '/silent': () => undefined,
      '/elsewhere': () => response.writeHead(302, { location: '/photo' }).end(),
    };
    (answers[request.url ?? ''] ?? (() => response.writeHead(404).end()))();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

/** Hosts whose address this process asks for from now on; it finds none of them. */
function namesLookedUp(): readonly string[] {
  const asked: string[] = [];
  const usual = getGlobalDispatcher();
  const lookup: LookupFunction = (name, _, done) => {
    asked.push(name);
    done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 4);
  };
  setGlobalDispatcher(new Agent({ connect: { lookup } }));
  onTestFinished(() => setGlobalDispatcher(usual));
  return asked;
}

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
    ['more than it may have where nobody says so before', '/piecemeal', 'too_large'],
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

  it.each([
    'https://kaleyra.io/a',
    'https://media.kaleyra.com/a',
    'https://kaleyra-in.s3.amazonaws.com/a',
    'https://s3.ap-south-1.amazonaws.com/kaleyra/a',
    'https://files.example.com/a',
  ])('asks Kaleyra’s hosts and those that the operator names: %s', async (address) => {
    const asked = namesLookedUp();

    expect(await createFetchMedia({ hosts: ['files.example.com'] })(address, 1_000)).toEqual({
      ok: false,
      failure: 'unreachable',
    });
    expect(asked).toEqual([new URL(address).hostname]);
  });

  it('takes a file that has just as many bytes as it may have', async () => {
    const fetchMedia = createFetchMedia({ hosts: [], localOrigin: origin });

    expect(await fetchMedia(`${origin}/photo`, JPEG.length)).toMatchObject({ ok: true });
    expect(await fetchMedia(`${origin}/photo`, JPEG.length - 1)).toEqual({ ok: false, failure: 'too_large' });
  });

  it('waits no longer than it may for a host that says nothing', async () => {
    const fetchMedia = createFetchMedia({ hosts: [], localOrigin: origin, timeoutMs: 50 });

    expect(await fetchMedia(`${origin}/silent`, 1_000)).toEqual({ ok: false, failure: 'unreachable' });
  });
});
