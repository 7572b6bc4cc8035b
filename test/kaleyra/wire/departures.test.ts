import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Departures, proveDepartures, watchDepartures } from '../../../src/kaleyra/wire/departures.ts';
import { bookingRequest, listeningLog, openKaleyra } from '../kaleyra-client.ts';
import { listenOn, REFUSING_ORIGIN } from '../raw-server.ts';

/** What the watch would be if undici took its event away. */
const BLIND: Departures = { hasLeft: () => false, stop: () => undefined };

describe('the watch over what leaves', () => {
  it('proves itself with the undici that is installed', async () => {
    const departures = watchDepartures();

    const isProved = await proveDepartures(departures);

    expect(isProved).toBe(true);
    departures.stop();
  });

  it('cannot prove itself when it is blind', async () => {
    expect(await proveDepartures(BLIND)).toBe(false);
  });

  it('cannot prove itself once it was stopped', async () => {
    const departures = watchDepartures();
    departures.stop();

    expect(await proveDepartures(departures)).toBe(false);
  });
});

describe('a client whose watch is blind', () => {
  it('calls nothing never sent, not even a refused connection, and says so in the log', async () => {
    const log = listeningLog();
    await using kaleyra = openKaleyra(REFUSING_ORIGIN, { log, departures: BLIND });

    const outcome = await kaleyra.send(bookingRequest());

    expect(outcome).toMatchObject({ kind: 'unknown', reason: 'connection_lost', code: 'ECONNREFUSED' });
    expect(log.lines.join()).toContain('every broken connection counts as unknown');
  });
});

describe('a client whose watch goes blind later', () => {
  it('trusts it no more after an answer to a request that was not seen leaving', async () => {
    const log = listeningLog();
    const real = watchDepartures();
    let proofs = 0;
    const departures: Departures = { ...real, hasLeft: (body) => proofs++ === 0 && real.hasLeft(body) };
    const server = createServer((_, answer) => answer.end('{}'));
    await using listening = await listenOn(server);
    await using kaleyra = openKaleyra(listening.origin, { log, departures });

    await kaleyra.send(bookingRequest());
    await listening.stop();
    const outcome = await kaleyra.send(bookingRequest());

    expect(outcome).toMatchObject({ kind: 'unknown', code: 'ECONNREFUSED' });
    expect(log.lines.join()).toContain('a request left unseen');
  });
});
