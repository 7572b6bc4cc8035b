import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMain } from '../bots/main-process.ts';
import type { Campaign, Tally } from '../kills/campaign.ts';
import { check } from '../kills/check.ts';
import { lastLook } from '../last-look.ts';
import { say, table } from '../table.ts';
import { until } from '../wait.ts';
import { createWorld, type World } from '../world.ts';

/** Debian's package `faketime`. */
const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
const STEPS = [
  ['back 30 s', -30],
  ['back an hour', -3_600],
  ['forward a year', 365 * 86_400],
] as const;
/** A second is promised; as much again is for a machine that does other things, too. */
const MAX_DELAY_MS = 2_000;

/** Steps the clock of the bots' machine while they run; sending and cards have to go on at once. */
export async function clockDrill({ seed, pool }: Campaign): Promise<Tally> {
  if (!existsSync(LIBRARY)) {
    say('Skipped: the clock is stepped by libfaketime, which is not here. On Debian: apt install faketime');
    return { passed: 0, failed: 0 };
  }
  const drills = [];
  for (const [name, seconds] of STEPS) drills.push(await drill({ seed, pool }, name, seconds));
  const rows = drills.map(({ name, before, after, card }) => [
    name,
    'src/start.js',
    ...[before, after, card].map(String),
  ]);
  say(table(['clock', 'program', 'ms before', 'ms after', 'ms to card'], rows));
  const failed = drills.filter(({ violations }) => violations.length > 0);
  for (const { name, violations } of failed) {
    for (const violation of violations) say(`FAILED  seed ${seed} · clock ${name}: ${violation}`);
  }
  return { passed: drills.length - failed.length, failed: failed.length };
}

async function drill({ seed, pool }: Pick<Campaign, 'seed' | 'pool'>, name: string, seconds: number) {
  const folder = await mkdtemp(join(tmpdir(), 'clock-'));
  const file = join(folder, 'offset');
  let offset = 0;
  const step = async (to: number): Promise<void> => {
    await writeFile(file, `${to < 0 ? '' : '+'}${to}s\n`);
    offset = to;
  };
  await step(0);
  const world = await createWorld({
    pool,
    seed: `${seed}-clock-${seconds}`,
    mode: 'ok',
    slackFailures: 0,
    reports: 'in-order',
    environment: { KALEYRA_MESSAGES_PER_SECOND: '40' },
    slackNow: () => Date.now() + offset * 1000,
    startBot: (environment) =>
      startMain({
        ...environment,
        LD_PRELOAD: LIBRARY,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        // Timers and performance.now() are of the machine, whatever its calendar says.
        DONT_FAKE_MONOTONIC: '1',
      }),
  });
  const violations: string[] = [];
  const times: [number, number][] = [];
  try {
    times.push(await timeSend(world, 'before', 0));
    await world.quiet();
    await step(seconds);
    for (const index of [1, 2, 3]) times.push(await timeSend(world, `after-${index}`, index));
    await world.quiet(10_000);
  } catch (error) {
    violations.push(error instanceof Error ? error.message : 'broken');
  }
  violations.push(...(await lastLook(world, undefined, () => check(world))).violations);
  await world.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  const [before, ...after] = times;
  const [left, shown] = [0, 1].map((index) => Math.max(0, ...after.map((pair) => pair[index] ?? 0)));
  if ((left ?? 0) > MAX_DELAY_MS) violations.push(`a message left after ${left} ms`);
  if ((shown ?? 0) > MAX_DELAY_MS) violations.push(`a card came after ${shown} ms`);
  return { name, before: before?.[0] ?? 0, after: left ?? 0, card: shown ?? 0, violations };
}

/** @returns milliseconds from the accepted send to its request at Kaleyra, and to its card in Slack */
async function timeSend({ kaleyra, slack, ...world }: World, note: string, index: number): Promise<[number, number]> {
  const [requests, cards] = [kaleyra.requests, slack.cards.length];
  await world.send(`N-${note}`, [String(919_840_000_000 + index)]);
  const startedAt = performance.now();
  const since = (): number => Math.round(performance.now() - startedAt);
  const left = until('a message that leaves', () => kaleyra.requests > requests, 20_000).then(since);
  const shown = until('a card', () => slack.cards.length > cards, 20_000).then(since);
  return Promise.all([left, shown]);
}
