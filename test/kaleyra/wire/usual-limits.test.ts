import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookingRequest, openKaleyra } from '../kaleyra-client.ts';
import { certificate, rawServer, rawTlsServer, testAuthority, type Visit } from '../raw-server.ts';

const DELIVERY_LANES = 16;
const YES = JSON.stringify({ data: [{ message_id: 'a:0', recipient: '919811111111' }] });
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const WHOLE_YES = `${HEAD}content-length: ${YES.length}\r\n\r\n${YES}`;

const ownAuthorities = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...ownAuthorities, testAuthority()]));
afterAll(() => setDefaultCACertificates(ownAuthorities));

const toOne = () => bookingRequest({}, ['+919811111111']);

/** Sends as the bot does when nobody sets another wait, and says how long it took. */
async function sendTo(origin: string, timeoutMs = 1_000) {
  await using kaleyra = openKaleyra(origin, { timeoutMs });
  const startedAt = performance.now();
  const outcome = await kaleyra.send(toOne());
  return { outcome, ms: performance.now() - startedAt };
}

describe.concurrent('a request with the waits that the bot sets itself', () => {
  it('is given up in some five seconds when no connection comes about', { timeout: 15_000 }, async () => {
    await using server = await rawServer(() => undefined);

    const { outcome, ms } = await sendTo(server.origin.replace('http:', 'https:'), 20_000);

    expect(outcome).toMatchObject({ kind: 'never_sent', mayRetry: true });
    expect(ms).toBeLessThan(12_000);
  });

  it('is unknown in some five seconds when the body of its response stalls', { timeout: 15_000 }, async () => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => socket.write(`${HEAD}content-length: 500\r\n\r\n{`));
    });

    const { outcome, ms } = await sendTo(server.origin, 20_000);

    expect(outcome).toMatchObject({ kind: 'unknown', code: 'TIMEOUT' });
    expect(ms).toBeLessThan(12_000);
  });

  it('is unknown ten seconds after its wait, though its response never stands still', { timeout: 25_000 }, async () => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => {
        socket.write(`${HEAD}content-length: 50000\r\n\r\n`);
        const timer = setInterval(() => socket.write(' '), 500);
        socket.on('close', () => clearInterval(timer));
      });
    });

    const { outcome, ms } = await sendTo(server.origin, 500);

    expect(outcome).toMatchObject({ kind: 'unknown' });
    expect(ms).toBeGreaterThan(9_000);
    expect(ms).toBeLessThan(20_000);
  });

  it('waits for no other one: all lanes are at Kaleyra at once', async () => {
    const visits: Visit[] = [];
    await using server = await rawServer((visit) => {
      void visit.wholeRequest.then(() => {
        visits.push(visit);
        if (visits.length < 2 * DELIVERY_LANES) return;
        for (const { socket } of visits) socket.end(WHOLE_YES);
      });
    });
    await using kaleyra = openKaleyra(server.origin, { timeoutMs: 10_000 });

    const outcomes = await Promise.all(Array.from({ length: 2 * DELIVERY_LANES }, () => kaleyra.send(toOne())));

    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
  });

  it.each([
    ['of 64 KiB', { bodyBytes: 64 * 1024 }, { kind: 'accepted' }],
    ['that is larger', { bodyBytes: 64 * 1024 + 1 }, { kind: 'unknown', reason: 'unclear_answer' }],
    ['whose head has 8 KiB', { headBytes: 8 * 1024 }, { kind: 'accepted' }],
    ['whose head is larger than 16 KiB', { headBytes: 16 * 1024 + 1 }, { kind: 'unknown', reason: 'unclear_answer' }],
  ])(
    'has a response that is read whole or not at all: one %s',
    async (_, sizes: { readonly bodyBytes?: number; readonly headBytes?: number }, expected) => {
      const body = YES.padEnd(sizes.bodyBytes ?? 0);
      const head = `${HEAD}x-padding: ${'a'.repeat(sizes.headBytes ?? 0)}\r\ncontent-length: ${body.length}\r\n\r\n`;
      await using server = await rawServer(({ socket, wholeRequest }) => {
        void wholeRequest.then(() => socket.end(head + body));
      });

      expect((await sendTo(server.origin, 5_000)).outcome).toMatchObject(expected);
    },
  );

  it('is never made over HTTP/2, whose client sends a refused one again', async () => {
    const spoken: (string | false | null)[] = [];
    const options = { ...certificate('trusted'), ALPNProtocols: ['h2', 'http/1.1'] };
    await using server = await rawTlsServer(options, ({ socket, wholeRequest }) => {
      spoken.push('alpnProtocol' in socket ? (socket.alpnProtocol as string | false | null) : null);
      void wholeRequest.then(() => socket.end(WHOLE_YES));
    });

    const { outcome } = await sendTo(server.origin, 5_000);

    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(spoken).toEqual(['http/1.1']);
  });
});
