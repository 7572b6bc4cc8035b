import { describe, expect, it } from 'vitest';
import type { PhoneNumber } from '../../../src/core/recipients/phone-number.ts';
import {
  createReadBlocklist,
  createReadBlocklistDaily,
  createTellBlocklist,
} from '../../../src/flow/opt-outs/mirror-opt-outs.ts';
import type { BlocklistAnswer } from '../../../src/flow/ports/blocklist.ts';
import type { MirrorEntry } from '../../../src/flow/ports/store/rules/opt-out-mirror.ts';
import { optOutsInMemory } from '../../support/opt-outs.ts';
import { phone } from '../../support/sends.ts';
import { memoryLog } from '../../support/slack.ts';

const ASHA = phone('+919876543210');
const BEN = phone('+919876543211');
const GOES_ON = new AbortController().signal;

function scene(answers: readonly BlocklistAnswer[], due: readonly MirrorEntry[]) {
  const waiting = [...due];
  const told: string[] = [];
  const delays: number[] = [];
  const left = [...answers];
  const optOuts = optOutsInMemory();
  const log = memoryLog();
  return {
    told,
    delays,
    waiting,
    optOuts,
    log,
    needs: {
      log,
      optOuts,
      mirror: {
        takeDue: async () => waiting.splice(0, 1),
        forget: async () => undefined,
        delay: async (_: readonly MirrorEntry[], ms: number) => void delays.push(ms),
        waitingAmong: async (numbers: readonly PhoneNumber[]) => new Set(numbers.filter((number) => number === BEN)),
        count: async () => waiting.length,
      },
      blocklist: {
        async write(numbers: readonly PhoneNumber[], wanted: string) {
          told.push(`${wanted} ${numbers.join(' ')}`);
          return left.shift() ?? ({ kind: 'done' } as const);
        },
        read: async (offset: number) => ({ numbers: [ASHA, BEN], next: offset === 0 ? 2 : undefined }),
      },
    },
  };
}

describe('the provider’s blocklist', () => {
  it('is told what waits, and nothing of it stands in the log', async () => {
    const { log, needs, told, waiting } = scene(
      [],
      [
        { number: ASHA, wanted: 'blocked', attempts: 1 },
        { number: BEN, wanted: 'free', attempts: 1 },
      ],
    );

    await createTellBlocklist(needs)(GOES_ON);

    expect(told).toEqual([`blocked ${ASHA}`, `free ${BEN}`]);
    expect(waiting).toEqual([]);
    expect(JSON.stringify(log)).not.toMatch(/98765/);
  });

  it('is told later, ever less often, where it does not answer', async () => {
    for (const [attempts, ms] of [
      [1, 60_000],
      [4, 480_000],
      [50, 6 * 60 * 60_000],
    ] as const) {
      const { delays, needs } = scene(
        [{ kind: 'unclear', code: 'HTTP_503' }],
        [{ number: ASHA, wanted: 'blocked', attempts }],
      );
      await createTellBlocklist(needs)(GOES_ON);
      expect(delays).toEqual([ms]);
    }
  });

  it('is read once a day, but for what it has yet to be told', async () => {
    const { needs, optOuts } = scene([], []);
    const cache = new Map<string, string>();
    let reads = 0;
    const daily = createReadBlocklistDaily({
      ...needs,
      blocklist: {
        ...needs.blocklist,
        async read(offset) {
          reads += 1;
          return needs.blocklist.read(offset);
        },
      },
      cache: { get: async (key) => cache.get(key), set: async (key, value) => cache.set(key, value) },
    });

    await daily(GOES_ON);
    await daily(GOES_ON);

    expect(reads).toBe(2);
    expect([...optOuts.all.keys()]).toEqual([ASHA]);
    expect(optOuts.all.get(ASHA)).toMatchObject({ scope: 'all', source: 'provider' });
  });

  it('counts as not read where a page is missing', async () => {
    const { needs } = scene([], []);

    expect(
      await createReadBlocklist({ ...needs, blocklist: { ...needs.blocklist, read: async () => undefined } })(GOES_ON),
    ).toBe(false);
  });
});
