import { describe, expect, it } from 'vitest';
import type { PhoneNumber } from '../../../src/core/recipients/phone-number.ts';
import {
  createReadBlocklist,
  createReadBlocklistDaily,
  createTellBlocklist,
} from '../../../src/flow/opt-outs/mirror-opt-outs.ts';
import { type BlocklistAnswer, MAX_BLOCKED_TOGETHER } from '../../../src/flow/ports/blocklist.ts';
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
  const forgotten: string[] = [];
  const asked: unknown[] = [];
  const left = [...answers];
  const optOuts = optOutsInMemory();
  const log = memoryLog();
  return {
    told,
    asked,
    delays,
    forgotten,
    waiting,
    optOuts,
    log,
    needs: {
      log,
      optOuts,
      mirror: {
        async takeDue(most: number, holdMs: number) {
          asked.push([most, holdMs]);
          return waiting.splice(0, 1);
        },
        forget: async (entries: readonly MirrorEntry[]) => void forgotten.push(...entries.map(({ number }) => number)),
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
    const { asked, forgotten, log, needs, told, waiting } = scene(
      [],
      [
        { number: ASHA, wanted: 'blocked', attempts: 1 },
        { number: BEN, wanted: 'free', attempts: 1 },
      ],
    );

    await createTellBlocklist(needs)(GOES_ON);

    expect(told).toEqual([`blocked ${ASHA}`, `free ${BEN}`]);
    expect(waiting).toEqual([]);
    expect(forgotten).toEqual([ASHA, BEN]);
    expect(asked).toEqual(Array(3).fill([MAX_BLOCKED_TOGETHER, 2 * 60_000]));
    expect(JSON.stringify(log)).not.toMatch(/98765/);
  });

  it('is told later, ever less often, where it does not answer', async () => {
    for (const [attempts, ms] of [
      [1, 60_000],
      [4, 480_000],
      [50, 6 * 60 * 60_000],
    ] as const) {
      const { delays, forgotten, log, needs } = scene(
        [{ kind: 'unclear', code: 'HTTP_503' }],
        [{ number: ASHA, wanted: 'blocked', attempts }],
      );
      await createTellBlocklist(needs)(GOES_ON);
      expect(delays).toEqual([ms]);
      expect(forgotten).toEqual([]);
      expect(log.lines).toEqual([
        {
          level: 'warn',
          data: { kind: 'unclear', code: 'HTTP_503', numbers: 1, attempts },
          message: 'blocklist not told',
        },
      ]);
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
    ).toBe('nothing');
  });

  it('is told twenty times in a run at most, and not at all once the process stops', async () => {
    const many = Array.from({ length: 30 }, (): MirrorEntry => ({ number: ASHA, wanted: 'blocked', attempts: 1 }));
    const running = scene([], many);
    const stopping = scene([], many);

    await createTellBlocklist(running.needs)(GOES_ON);
    await createTellBlocklist(stopping.needs)(AbortSignal.abort());

    expect([running.told.length, stopping.told.length]).toEqual([20, 0]);
  });

  it.each<[string, AbortSignal, () => Promise<undefined>]>([
    ['a page is missing', GOES_ON, async () => undefined],
    ['the process stops', AbortSignal.abort(), () => Promise.reject(new Error('nothing to read'))],
  ])('is read again soon where %s', async (_, stopped, read) => {
    const { needs, optOuts } = scene([], []);
    const remembered: unknown[] = [];
    const cache = { get: async () => undefined, set: async (...kept: readonly unknown[]) => remembered.push(kept) };
    const blocklist = { ...needs.blocklist, read };

    expect(await createReadBlocklist({ ...needs, blocklist })(stopped)).toBe('nothing');
    await createReadBlocklistDaily({ ...needs, blocklist, cache })(stopped);

    expect(remembered).toEqual([]);
    expect(optOuts.all.size).toBe(0);
  });

  it('is read for a thousand pages once a day where it has no end, and the log does not say that it was read', async () => {
    const { log, needs } = scene([], []);
    const remembered: unknown[] = [];
    const cache = { get: async () => undefined, set: async (...kept: readonly unknown[]) => remembered.push(kept) };
    let pages = 0;
    const read = async (offset: number) => {
      pages += 1;
      return { numbers: [], next: offset + 1 };
    };

    await createReadBlocklistDaily({ ...needs, blocklist: { ...needs.blocklist, read }, cache })(GOES_ON);

    expect(remembered).toEqual([['read', 'true', 24 * 60 * 60_000]]);
    expect(pages).toBe(1_000);
    expect(log.lines).toEqual([
      { level: 'warn', data: { read: 0, added: 0 }, message: 'blocklist not read to its end' },
    ]);
  });

  it.each([
    [999, 'blocklist read'],
    [1_000, 'blocklist read'],
    [1_001, 'blocklist not read to its end'],
  ])('of %i pages is told as %s', async (count, message) => {
    const { log, needs } = scene([], []);
    const read = async (page: number) => ({ numbers: [ASHA], next: page + 1 < count ? page + 1 : undefined });

    await createReadBlocklist({ ...needs, blocklist: { ...needs.blocklist, read } })(GOES_ON);

    expect(log.lines).toMatchObject([{ data: { read: Math.min(count, 1_000) }, message }]);
  });
});
