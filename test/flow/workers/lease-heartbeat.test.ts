import { describe, expect, it } from 'vitest';
import type { Log } from '../../../src/flow/ports/log.ts';
import { startLeaseHeartbeat } from '../../../src/flow/workers/lease-heartbeat.ts';
import { UNKNOWN_ALARM } from '../../../src/flow/workers/unknown-alarm.ts';
import { createFakeClock, settled } from '../../support/fake-clock.ts';

const LEASE_MS = 15_000;

function start(ledger: { renewLeases?(holders: readonly string[]): Promise<void>; expireLeases(): Promise<number> }) {
  const clock = createFakeClock();
  const activeHolders = new Set<string>();
  const errors: string[] = [];
  let changes = 0;
  const log: Log = { debug() {}, info() {}, warn() {}, error: (_, message) => void errors.push(message) };
  const heartbeat = startLeaseHeartbeat({
    ledger: { renewLeases: async () => undefined, ...ledger },
    activeHolders,
    leaseMs: LEASE_MS,
    wakeCards: () => {
      changes += 1;
    },
    log,
    clock,
  });
  return { clock, activeHolders, errors, changes: () => changes, stop: heartbeat.stop };
}

describe('the leases of a process', () => {
  it('are renewed while their job runs, three times per lease, and end by themselves after it', async () => {
    const renewed: string[] = [];
    const { clock, activeHolders } = start({
      renewLeases: async (holders) => void renewed.push(...holders),
      expireLeases: async () => 0,
    });

    activeHolders.add('W1.2');
    await clock.pass(LEASE_MS);
    const whileRunning = [...renewed];
    activeHolders.delete('W1.2');
    await clock.pass(LEASE_MS);

    expect(whileRunning).toEqual(['W1.2', 'W1.2', 'W1.2']);
    expect(renewed).toEqual(whileRunning);
  });

  it('are renewed again after a ledger that did not answer', async () => {
    let beats = 0;
    const { clock, errors } = start({
      async expireLeases() {
        beats += 1;
        if (beats === 1) throw new Error('down');
        return 0;
      },
    });

    await clock.pass(LEASE_MS / 3);

    expect(errors).toEqual(['lease renewal failed']);
    expect(beats).toBe(2);
  });

  it('are not asked for again while the ledger is still busy with the last time', async () => {
    const answer = Promise.withResolvers<number>();
    let beats = 0;
    const { clock } = start({
      expireLeases: () => {
        beats += 1;
        return answer.promise;
      },
    });

    await clock.pass(LEASE_MS);
    const beatsWhileBusy = beats;
    answer.resolve(0);
    await clock.pass(LEASE_MS / 3);

    expect(beatsWhileBusy).toBe(1);
    expect(beats).toBe(2);
  });

  it('raise the alarm when they end with their process, and the cards are told', async () => {
    const { errors, changes } = start({ expireLeases: async () => 3 });

    await settled();

    expect(errors).toEqual([UNKNOWN_ALARM]);
    expect(changes()).toBe(1);
  });

  it('are left alone once it stops', async () => {
    let beats = 0;
    const { clock, stop } = start({
      async expireLeases() {
        beats += 1;
        return 0;
      },
    });

    stop();
    await clock.pass(LEASE_MS);

    expect(beats).toBe(1);
  });
});
