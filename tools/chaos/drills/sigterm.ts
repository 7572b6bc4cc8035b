import { startMain } from '../bots/main-process.ts';
import type { Campaign, Tally } from '../kills/campaign.ts';
import { check } from '../kills/check.ts';
import { lastLook } from '../last-look.ts';
import { violationOf } from '../promises.ts';
import { say, table } from '../table.ts';
import { until } from '../wait.ts';
import { createWorld, type World } from '../world.ts';

const SENDS_A_RESTART = 6;
const FIGURES = ['sends', 'phones', 'doubles', 'lost', 'unknown', 'stuck', 'wrongCards'] as const;

/** Deploys over and over while people send and Kaleyra takes its time: nothing may be left unsaid by a stop. */
export async function sigtermDrill({ seed, pool }: Campaign, restarts: number): Promise<Tally> {
  const world = await createWorld({
    pool,
    seed: `${seed}-sigterm`,
    mode: 'late-answer',
    reports: 'never',
    slackFailures: 0,
    startBot: startMain,
  });
  const violations: string[] = [];
  const blame = (sentence: string): void => void violations.push(violationOf('bad_shutdown', sentence));
  const stopMs: number[] = [];
  try {
    for (let turn = 0; turn < restarts; turn++) stopMs.push(await restart(world, seed, turn));
    await world.quiet();
  } catch (error) {
    violations.push(error instanceof Error ? error.message : 'broken');
  }
  const { figures, violations: broken } = await lastLook(world, undefined, () => check(world));
  violations.push(...broken);
  if (figures.unknown > 0) blame(`${figures.unknown} unknown although Kaleyra answered every request`);
  const endings = world.endings();
  for (const { code, signal } of endings) if (code !== 0) blame(`a process ended with ${code ?? signal}`);
  if (endings.length < restarts) blame(`${endings.length} of ${restarts} restarts`);
  await world.close();
  const longest = Math.max(0, ...stopMs);
  say(
    table(
      ['drill', 'program', 'restarts', 'longest stop ms', ...FIGURES],
      [
        [
          'SIGTERM twice',
          'src/start.js',
          ...[endings.length, longest, ...FIGURES.map((figure) => figures[figure])].map(String),
        ],
      ],
    ),
  );
  for (const violation of violations) say(`FAILED  seed ${seed} · sigterm: ${violation}`);
  return { passed: violations.length === 0 ? 1 : 0, failed: violations.length === 0 ? 0 : 1 };
}

/** @returns milliseconds from the signal to the end of the process */
async function restart(world: World, seed: number, turn: number): Promise<number> {
  const numbers = Array.from({ length: SENDS_A_RESTART }, (_, index) => turn * SENDS_A_RESTART + index);
  const before = world.kaleyra.requests;
  const sends = Promise.all(
    numbers.map((index) => world.send(`N-${seed}-term-${index}`, [String(919_830_000_000 + index * 7)])),
  );
  await until('a request on its way', () => world.kaleyra.requests > before);
  const slot = world.slots[turn % 2] ?? world.slots[0];
  const ends = slot.endings.length;
  const startedAt = performance.now();
  slot.signal('SIGTERM');
  slot.signal('SIGTERM');
  await until('the end of a process', () => slot.endings.length > ends, 30_000);
  const ms = Math.round(performance.now() - startedAt);
  await sends;
  await until('the next process', () => slot.port !== undefined);
  return ms;
}
