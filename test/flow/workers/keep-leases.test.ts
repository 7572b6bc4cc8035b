import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../src/flow/ports/ports.ts';
import { keepLeases } from '../../../src/flow/workers/keep-leases.ts';

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };

let leases: { stop(): void } | undefined;
afterEach(() => leases?.stop());

describe('the leases of a process', () => {
  it('renews what is under way, and leaves a claim that nobody works on to its end', async () => {
    const renewed: string[] = [];
    let looks = 0;
    const held = new Set(['W1.2']);
    const ledger = {
      renewLeases: async (holder: string) => void renewed.push(holder),
      async expireLeases() {
        looks += 1;
        held.delete('W1.2');
        return 0;
      },
    };

    leases = keepLeases({ ledger, held, leaseMs: 15, onChange() {}, log: QUIET });

    await expect.poll(() => looks).toBeGreaterThan(2);
    expect(renewed).toEqual(['W1.2']);
  });

  it('goes on after a ledger that was away', async () => {
    let looks = 0;
    const ledger = {
      renewLeases: async () => undefined,
      async expireLeases() {
        looks += 1;
        if (looks === 1) throw new Error('down');
        return 0;
      },
    };

    leases = keepLeases({ ledger, held: new Set(), leaseMs: 15, onChange() {}, log: QUIET });

    await expect.poll(() => looks).toBeGreaterThan(1);
  });
});
