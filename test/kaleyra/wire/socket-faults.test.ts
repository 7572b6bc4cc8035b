import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type LookupFunction } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/core/send/delivery/outcome.ts';
import type { KaleyraOptions } from '../../../src/kaleyra/provider.ts';
import { bookingRequest, openKaleyra } from '../kaleyra-client.ts';
import {
  certificate,
  HINTS,
  hintingServer,
  type RawServer,
  REFUSING_ORIGIN,
  rawServer,
  rawTlsServer,
  testAuthority,
  type Visit,
} from '../raw-server.ts';

const WAIT_MS = 200;
/** For faults that show themselves only by waiting; the others get time enough on any machine. */
const SHORT: Partial<KaleyraOptions> = { timeoutMs: WAIT_MS, waits: { connectMs: WAIT_MS, bodyMs: WAIT_MS } };
const PATIENT: Partial<KaleyraOptions> = { timeoutMs: 10_000, waits: { connectMs: 10_000, bodyMs: 10_000 } };
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const YES = JSON.stringify({ data: [{ message_id: 'a:0', recipient: '919811111111' }] });
const WHOLE_YES = `${HEAD}content-length: ${YES.length}\r\n\r\n${YES}`;
/** More than loopback's buffers hold, so that the request is still being written when the fault comes. */
const LARGE = { parameters: ['x'.repeat(12_000_000)] };

/** What each fault came to, for the last test to look over. */
const results: { readonly isNeverSent: boolean; readonly bytesSeen: number; readonly connections: number }[] = [];

async function sendTo(server: RawServer, options: Partial<KaleyraOptions> = {}, message = {}): Promise<SendOutcome> {
  await using kaleyra = openKaleyra(server.origin, { ...PATIENT, ...options });
  const outcome = await kaleyra.send(bookingRequest(message, ['+919811111111']));
  results.push({
    isNeverSent: outcome.kind === 'never_sent',
    bytesSeen: server.bytesSeen(),
    connections: server.connections(),
  });
  return outcome;
}

async function sendToNobody(origin: string, options: Partial<KaleyraOptions> = {}): Promise<SendOutcome> {
  await using kaleyra = openKaleyra(origin, { ...PATIENT, ...options });
  const outcome = await kaleyra.send(bookingRequest());
  results.push({ isNeverSent: outcome.kind === 'never_sent', bytesSeen: 0, connections: 0 });
  return outcome;
}

function neverSent(code: string | RegExp, mayRetry: boolean) {
  return {
    kind: 'never_sent',
    code: typeof code === 'string' ? code : expect.stringMatching(code),
    text: undefined,
    mayRetry,
    retryAfterMs: undefined,
  };
}

function unknown(reason: 'no_answer' | 'connection_lost' | 'unclear_answer', code: string | RegExp) {
  return {
    kind: 'unknown',
    reason,
    code: typeof code === 'string' ? code : expect.stringMatching(code),
    text: undefined,
  };
}

function reset({ socket }: Visit): void {
  socket.resetAndDestroy();
}

const ownAuthorities = getCACertificates();
beforeAll(() => setDefaultCACertificates([...ownAuthorities, testAuthority()]));
afterAll(() => setDefaultCACertificates(ownAuthorities));

describe.concurrent('a request of which no byte left', () => {
  it('may be tried again: refused connection', async () => {
    expect(await sendToNobody(REFUSING_ORIGIN)).toEqual(neverSent('ECONNREFUSED', true));
  });

  it.each([
    ['no such name', 'ENOTFOUND'],
    ['name service down', 'EAI_AGAIN'],
  ])('may be tried again: %s', async (_, code) => {
    const lookup: LookupFunction = (_host, _options, done) => done(Object.assign(new Error(code), { code }), '', 4);

    expect(await sendToNobody('https://kaleyra.test', { lookup })).toEqual(neverSent(code, true));
  });

  it('may be tried again: name service hangs', async () => {
    const lookup: LookupFunction = () => undefined;

    expect(await sendToNobody('https://kaleyra.test', { ...SHORT, lookup })).toEqual(
      neverSent('UND_ERR_CONNECT_TIMEOUT', true),
    );
  });

  it('may be tried again: nobody takes the connection up', async () => {
    await using deaf = await openBlackHole();

    expect(await sendToNobody(deaf.origin, SHORT)).toEqual(neverSent('UND_ERR_CONNECT_TIMEOUT', true));
  });

  it('may be tried again: TLS hangs', async () => {
    await using server = await rawServer(() => undefined);

    expect(await sendToNobody(server.origin.replace('http', 'https'), SHORT)).toEqual(
      neverSent('UND_ERR_CONNECT_TIMEOUT', true),
    );
  });

  it('may be tried again: the whole deadline passes while TLS hangs', async () => {
    await using server = await rawServer(() => undefined);
    const waits = { connectMs: WAIT_MS, deadlineMs: WAIT_MS / 2 };

    const outcome = await sendToNobody(server.origin.replace('http', 'https'), { waits });

    expect(outcome).toEqual(neverSent(/^(TIMEOUT|UND_ERR_CONNECT_TIMEOUT)$/, true));
  });

  it.each([
    ['reset', (visit: Visit) => visit.socket.once('data', () => reset(visit))],
    ['closed', ({ socket }: Visit) => socket.once('data', () => socket.end())],
    ['reset at once', reset],
    ['closed at once', ({ socket }: Visit) => socket.end()],
  ])('may be tried again: connection %s during TLS', async (_, visit) => {
    await using server = await rawServer(visit);

    expect(await sendToNobody(server.origin.replace('http', 'https'))).toEqual(neverSent('ECONNRESET', true));
  });

  it.each([
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', 'CERT_HAS_EXPIRED'],
  ] as const)('is not tried again when the certificate is %s', async (name, code) => {
    await using server = await rawTlsServer(certificate(name), () => undefined);

    expect(await sendTo(server)).toEqual(neverSent(code, false));
    expect(server.bytesSeen()).toBe(0);
  });

  it('is not tried again when a plain server sits on the port', async () => {
    await using server = await rawServer(({ socket }) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 no\r\n\r\n')),
    );

    const outcome = await sendToNobody(server.origin.replace('http', 'https'));

    expect(outcome).toEqual(neverSent(/^ERR_SSL_/, false));
  });

  it('is not tried again when the two sides have no cipher in common', async () => {
    const options = { ...certificate('trusted'), maxVersion: 'TLSv1.2', ciphers: 'PSK-AES128-CBC-SHA' } as const;
    await using server = await rawTlsServer(options, () => undefined);

    expect(await sendTo(server)).toEqual(neverSent(/^ERR_SSL_/, false));
  });

  it('is not tried again when it cannot be written as HTTP', async () => {
    expect(await sendToNobody(REFUSING_ORIGIN, { apiKey: 'A\r\nx: y' })).toEqual(
      neverSent('UND_ERR_INVALID_ARG', false),
    );
  });

  it('may be tried again by another process: this one has closed', async () => {
    const kaleyra = openKaleyra(REFUSING_ORIGIN, PATIENT);
    await kaleyra.close();

    const outcome = await kaleyra.send(bookingRequest());

    expect(outcome).toEqual(neverSent('CLOSED', true));
  });
});

describe.concurrent('a request that has begun to leave', () => {
  it.each([
    ['the connection is closed at once', ({ socket }: Visit) => socket.end(), 'UND_ERR_SOCKET'],
    [
      'the connection is closed after it',
      ({ socket, wholeRequest }: Visit) => void wholeRequest.then(() => socket.end()),
      'UND_ERR_SOCKET',
    ],
    [
      'the connection is reset after it',
      (visit: Visit) => void visit.wholeRequest.then(() => reset(visit)),
      'ECONNRESET',
    ],
  ])('is unknown: %s', async (_, visit, code) => {
    await using server = await rawServer(visit);

    expect(await sendTo(server)).toEqual(unknown('connection_lost', code));
  });

  it('is never called unsent when a byte of it was seen: connection reset on arrival', async () => {
    await using server = await rawServer(reset);

    const outcome = await sendTo(server);

    expect(outcome).toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE|UND_ERR_SOCKET/) });
    expect(outcome.kind === 'never_sent' && server.bytesSeen() > 0).toBe(false);
  });

  it('is unknown: the connection is reset when half of it is in', async () => {
    await using server = await rawServer((visit) => visit.socket.once('data', () => reset(visit)));

    const outcome = await sendTo(server, PATIENT, LARGE);

    expect(outcome).toEqual(unknown('connection_lost', /^(ECONNRESET|EPIPE)$/));
    expect(server.wholeRequests()).toBe(0);
  });

  it.each([
    ['silence', () => undefined],
    ['half a head', ({ socket, wholeRequest }: Visit) => void wholeRequest.then(() => socket.write(HEAD))],
  ])('is unknown after the wait for a response: %s', async (_, visit) => {
    await using server = await rawServer(visit);

    expect(await sendTo(server, SHORT)).toEqual(unknown('no_answer', 'TIMEOUT'));
  });

  it('is unknown after the wait: the other side never reads', async () => {
    await using server = await rawServer(({ socket }) => socket.pause());

    expect(await sendTo(server, SHORT, LARGE)).toEqual(unknown('no_answer', 'TIMEOUT'));
  });

  it('is unknown when the deadline for the whole comes before a response', async () => {
    await using server = await rawServer(() => undefined);

    const outcome = await sendTo(server, { timeoutMs: 5_000, waits: { deadlineMs: WAIT_MS } });

    expect(outcome).toEqual(unknown('no_answer', 'TIMEOUT'));
  });

  it('is unknown when the response’s head comes drop by drop until the deadline', async () => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => drip(socket.write.bind(socket), 'HTTP/1.1 200 OK\r\nx: ', 'y'));
    });

    const outcome = await sendTo(server, { waits: { deadlineMs: WAIT_MS * 2 } });

    expect(outcome).toEqual(unknown('no_answer', 'TIMEOUT'));
  });

  it('is unknown when the server turns the client away after TLS is done', async () => {
    const options = {
      ...certificate('trusted'),
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
    } as const;
    await using server = await rawTlsServer(options, () => undefined);

    expect(await sendTo(server)).toEqual(unknown('connection_lost', /^ERR_SSL_|^ECONNRESET$|^UND_ERR_SOCKET$/));
  });

  it.each([
    ['closed', ({ socket, wholeRequest }: Visit) => void wholeRequest.then(() => socket.end()), 'UND_ERR_SOCKET'],
    [
      'destroyed',
      ({ socket, wholeRequest }: Visit) => void wholeRequest.then(() => socket.destroy()),
      'UND_ERR_SOCKET',
    ],
  ])('is unknown when the connection is %s behind TLS', async (_, visit, code) => {
    await using server = await rawTlsServer(certificate('trusted'), visit);

    expect(await sendTo(server)).toEqual(unknown('connection_lost', code));
    expect(server.wholeRequests()).toBe(1);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', /^(HPE_|HTTPParserError$)/],
    ['another protocol', '220 mail.example ESMTP\r\n', /^(HPE_|HTTPParserError$)/],
    ['no number for a status', 'HTTP/1.1 OK\r\n\r\n', /^(HPE_|HTTPParserError$)/],
    ['two lengths', `${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, /^HPE_|^HTTPParserError$|^UND_ERR_/],
    ['a length that is no number', `${HEAD}content-length: many\r\n\r\n{}`, /^(HPE_|HTTPParserError$)/],
    ['a head of 40 kB', `${HEAD}x: ${'y'.repeat(40_000)}\r\n\r\n`, 'UND_ERR_HEADERS_OVERFLOW'],
  ])('is unknown when what comes back is %s', async (_, bytes, code) => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => socket.end(bytes));
    });

    expect(await sendTo(server)).toEqual(unknown('unclear_answer', code));
  });

  it.each([
    [
      'a protocol that nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['a lone 100 Continue, and the end', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('is unknown when it is answered with %s', async (_, bytes) => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => socket.end(bytes));
    });

    expect(await sendTo(server)).toEqual(unknown('connection_lost', 'UND_ERR_SOCKET'));
  });
});

describe.concurrent('early hints before the response', () => {
  it.each([
    [10, { kind: 'accepted' }],
    [11, unknown('unclear_answer', 'TOO_MANY_1XX')],
  ])('may be ten: %i', async (count, outcome) => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => socket.end(`${HINTS.repeat(count)}${WHOLE_YES}`));
    });

    expect(await sendTo(server)).toMatchObject(outcome);
  });

  it('end the request when they do not end, and it is unknown', async () => {
    await using server = await hintingServer();

    expect(await sendTo(server)).toEqual(unknown('unclear_answer', 'TOO_MANY_1XX'));
    await server.dropped;
  });
});

describe.concurrent('a response that breaks off', () => {
  it.each([
    ['closed within its length', `${HEAD}content-length: 500\r\n\r\n${YES}`, 'end', /^UND_ERR_/],
    [
      'reset within its length',
      `${HEAD}content-length: 500\r\n\r\n${YES}`,
      'resetAndDestroy',
      /^ECONNRESET$|^UND_ERR_/,
    ],
    ['closed within a chunk', `${HEAD}transfer-encoding: chunked\r\n\r\nff\r\n${YES}`, 'end', /^UND_ERR_/],
    ['closed before its last chunk', `${HEAD}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`, 'end', /^UND_ERR_/],
    [
      'ended by a chunk that has no size',
      `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`,
      'end',
      /^HPE_|^HTTPParserError$|^UND_ERR_/,
    ],
  ] as const)('is unknown after a 200: %s', async (_, bytes, how, code) => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => socket.write(bytes, () => setImmediate(() => socket[how]())));
    });

    expect(await sendTo(server)).toEqual(unknown('unclear_answer', code));
  });

  it('is unknown after a 200 when its body stalls', async () => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => socket.write(`${HEAD}content-length: 500\r\n\r\n${YES}`));
    });

    expect(await sendTo(server, SHORT)).toEqual(unknown('unclear_answer', 'TIMEOUT'));
  });

  it('is unknown after a 200 when its body comes drop by drop until the deadline', async () => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => drip(socket.write.bind(socket), `${HEAD}content-length: 5000\r\n\r\n`, ' '));
    });

    const outcome = await sendTo(server, { waits: { deadlineMs: WAIT_MS * 2 } });

    expect(outcome).toEqual(unknown('unclear_answer', 'TIMEOUT'));
  });

  it('is unknown after a 200 when its body has no end', async () => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => socket.write(`${HEAD}content-length: 5000000\r\n\r\n${'x'.repeat(5_000_000)}`));
    });

    expect(await sendTo(server)).toEqual(unknown('unclear_answer', 'UND_ERR_RES_EXCEEDED_MAX_SIZE'));
  });

  it.each([
    [401, { kind: 'rejected', code: 'HTTP_401' }],
    [502, { kind: 'unknown', code: 'HTTP_502' }],
    [429, { kind: 'unknown', code: 'HTTP_429' }],
  ])('is what its status says, as far as that says anything: %i', async (status, expected) => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => socket.end(`HTTP/1.1 ${status} x\r\ncontent-length: 500\r\n\r\n{`));
    });

    expect(await sendTo(server)).toMatchObject(expected);
  });
});

describe.concurrent('a response that is whole', () => {
  it('is believed, over TLS too', async () => {
    await using server = await rawTlsServer(certificate('trusted'), ({ socket, wholeRequest }) => {
      void wholeRequest.then(() => socket.end(WHOLE_YES));
    });

    expect(await sendTo(server)).toMatchObject({ kind: 'accepted', messageIds: new Map([['919811111111', 'a:0']]) });
  });

  it('is believed after a 100 Continue that nobody asked for, or is unknown', async () => {
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() => socket.end(`HTTP/1.1 100 Continue\r\n\r\n${WHOLE_YES}`));
    });

    expect((await sendTo(server)).kind).toMatch(/^(accepted|unknown)$/);
  });

  it('of 413 counts though the request was not read to its end', async () => {
    await using server = await rawServer(({ socket }) => {
      socket.once('data', () => {
        socket.pause();
        socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n');
      });
    });

    expect(await sendTo(server, {}, LARGE)).toMatchObject({ kind: 'rejected', code: 'HTTP_413' });
  });

  it('that sends the request elsewhere is not followed', async () => {
    await using elsewhere = await rawServer(({ socket }) => socket.end(WHOLE_YES));
    await using server = await rawServer(({ socket, wholeRequest }) => {
      void wholeRequest.then(() =>
        socket.end(`HTTP/1.1 307 x\r\nlocation: ${elsewhere.origin}/\r\ncontent-length: 0\r\n\r\n`),
      );
    });

    expect(await sendTo(server)).toMatchObject({ kind: 'rejected', code: 'HTTP_307' });
    expect(elsewhere.connections()).toBe(0);
  });

  it('ends its connection: an idle one that dies cannot take the next request with it', async () => {
    await using server = await rawServer((visit) => {
      const answerOnce = () => visit.socket.write(WHOLE_YES, () => visit.socket.once('data', () => reset(visit)));
      void visit.wholeRequest.then(answerOnce);
    });
    await using kaleyra = openKaleyra(server.origin, PATIENT);

    for (let round = 0; round < 5; round += 1) {
      expect(await kaleyra.send(bookingRequest({}, ['+919811111111']))).toMatchObject({ kind: 'accepted' });
    }

    expect(server.connections()).toBe(5);
  });

  it('still comes in when the client is told to close meanwhile', async () => {
    const held = Promise.withResolvers<Visit>();
    await using server = await rawServer((visit) => void visit.wholeRequest.then(() => held.resolve(visit)));
    const kaleyra = openKaleyra(server.origin, PATIENT);
    const sending = kaleyra.send(bookingRequest({}, ['+919811111111']));
    const visit = await held.promise;

    const steps: string[] = [];
    const came = sending.then(() => steps.push('came in'));

    const closing = kaleyra.close().then(() => steps.push('closed'));
    // Time enough for a client that waits for nothing to be closed.
    setTimeout(() => visit.socket.end(WHOLE_YES), 50);

    expect(await sending).toMatchObject({ kind: 'accepted' });
    await Promise.all([came, closing]);
    expect(steps).toEqual(['came in', 'closed']);
  });
});

describe('a request to a server for which nobody known vouches', () => {
  it('is not tried again, and no byte of it leaves', async () => {
    setDefaultCACertificates(ownAuthorities);
    await using server = await rawTlsServer(certificate('trusted'), () => undefined);

    const outcome = await sendTo(server);
    setDefaultCACertificates([...ownAuthorities, testAuthority()]);

    expect(outcome).toEqual(neverSent('UNABLE_TO_VERIFY_LEAF_SIGNATURE', false));
  });
});

describe('all of these together', () => {
  it('never call a request unsent of which the other side saw a byte, and never send one twice', () => {
    expect(results.filter(({ isNeverSent, bytesSeen }) => isNeverSent && bytesSeen > 0)).toEqual([]);
    expect(results.filter(({ connections }) => connections > 1)).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(45);
  });
});

/** Writes `first`, then a sign every 20 ms for as long as anybody listens. */
function drip(write: (text: string) => boolean, first: string, sign: string): void {
  write(first);
  const timer = setInterval(() => {
    if (!write(sign)) clearInterval(timer);
  }, 20);
  timer.unref();
}

/** A port whose owner sleeps and whose queue is full: the kernel lets new connections hang. */
async function openBlackHole(): Promise<AsyncDisposable & { readonly origin: string }> {
  const script = `const s=require('node:net').createServer();s.listen({port:0,host:'127.0.0.1',backlog:1},()=>console.log(s.address().port))`;
  const owner = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(owner.stdout, 'data');
  const port = Number(String(line));
  owner.kill('SIGSTOP');
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await Promise.race(fillers.map((filler) => once(filler, 'connect')));
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      for (const filler of fillers) filler.destroy();
      owner.kill('SIGKILL');
      await once(owner, 'exit');
    },
  };
}
