import { channel } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { proveTracker, trackWire, type WireTracker } from '../../../src/kaleyra/wire/wire-tracker.ts';
import { bookingRequest, listeningLog, openKaleyra } from '../kaleyra-client.ts';
import { listenOn, REFUSING_ORIGIN } from '../raw-server.ts';

/** What the tracker would be if undici took its event away. */
const BLIND: WireTracker = { wasSent: () => false, stop: () => undefined };

describe('the wire tracker', () => {
  it('proves itself with the undici that is installed', async () => {
    const tracker = trackWire();

    const isProved = await proveTracker(tracker);

    expect(isProved).toBe(true);
    tracker.stop();
  });

  it('proves itself beside another one that does the same', async () => {
    const trackers = [trackWire(), trackWire()];

    expect(await Promise.all(trackers.map(proveTracker))).toEqual([true, true]);
    for (const tracker of trackers) tracker.stop();
  });

  it('leaves no port open behind its proof', async () => {
    const ports = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;
    const before = ports();

    await proveTracker(BLIND);

    await expect.poll(ports).toBeLessThanOrEqual(before);
  });

  it('cannot prove itself when it is blind', async () => {
    expect(await proveTracker(BLIND)).toBe(false);
  });

  it('cannot prove itself once it was stopped', async () => {
    const tracker = trackWire();
    tracker.stop();

    expect(await proveTracker(tracker)).toBe(false);
  });
});

describe('what others send from the same process', () => {
  it.each([
    ['nothing', null],
    ['a text', 'x'],
    ['no request', {}],
    ['a request that is nothing', { request: null }],
    ['a request without a body', { request: {} }],
    ['a request whose body is nothing', { request: { body: null } }],
    ['a request whose body is a text', { request: { body: 'proof' } }],
  ])('does not disturb the tracker: %s', async (_, message) => {
    const tracker = trackWire();
    const thrown: unknown[] = [];
    const note = (error: unknown) => void thrown.push(error);
    process.on('uncaughtException', note);

    channel('undici:client:sendHeaders').publish(message);
    await setImmediate();

    process.off('uncaughtException', note);
    expect(thrown).toEqual([]);
    expect(tracker.wasSent(Buffer.from('proof'))).toBe(false);
    tracker.stop();
  });

  it('is not taken for a request of ours that carries the same bytes', () => {
    const tracker = trackWire();
    const theirs = Buffer.from('to=919811111111');

    channel('undici:client:sendHeaders').publish({ request: { body: theirs } });

    expect([theirs, Buffer.from(theirs)].map((body) => tracker.wasSent(body))).toEqual([true, false]);
    tracker.stop();
  });
});

describe('a client that is closed at once', () => {
  it('lets its tracker prove itself before it stops it', async () => {
    const log = listeningLog();
    const real = trackWire();
    const steps: string[] = [];
    const tracker: WireTracker = {
      wasSent(body) {
        steps.push('asked for its proof');
        return real.wasSent(body);
      },
      stop() {
        steps.push('stopped');
        real.stop();
      },
    };

    await openKaleyra(REFUSING_ORIGIN, { log, tracker }).close();

    expect(steps).toEqual(['asked for its proof', 'stopped']);
    expect(log.lines).toEqual([]);
  });
});

describe('a client whose tracker sees nothing', () => {
  it('calls nothing never sent, not even a refused connection, and says so in the log', async () => {
    const log = listeningLog();
    await using kaleyra = openKaleyra(REFUSING_ORIGIN, { log, tracker: BLIND });

    const outcome = await kaleyra.send(bookingRequest());

    expect(outcome).toMatchObject({ kind: 'unknown', reason: 'connection_lost', code: 'ECONNREFUSED' });
    expect(log.lines.join()).toContain('every broken connection counts as unknown');
  });
});

describe('a client whose tracker sees nothing any more', () => {
  it('trusts it no more after a response to a request that was not seen leaving', async () => {
    const log = listeningLog();
    const real = trackWire();
    let proofs = 0;
    const tracker: WireTracker = { ...real, wasSent: (body) => proofs++ === 0 && real.wasSent(body) };
    const server = createServer((_, response) => response.end('{}'));
    await using listening = await listenOn(server);
    await using kaleyra = openKaleyra(listening.origin, { log, tracker });

    await kaleyra.send(bookingRequest());
    await listening.stop();
    const outcome = await kaleyra.send(bookingRequest());

    expect(outcome).toMatchObject({ kind: 'unknown', code: 'ECONNREFUSED' });
    expect(log.lines.join()).toContain('a request left unseen');
  });
});
