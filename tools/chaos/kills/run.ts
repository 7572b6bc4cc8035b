import type { Postgres } from '../../../test/support/postgres.ts';
import type { BotPool } from '../bots/bot-process.ts';
import { forge } from '../drills/forger.ts';
import { type Findings, lastLook } from '../last-look.ts';
import type { MutantName } from '../mutants.ts';
import { violationOf } from '../promises.ts';
import { seeded } from '../random.ts';
import type { Mode } from '../upstreams/kaleyra.ts';
import { pause, until } from '../wait.ts';
import { createWorld, KALEYRA_TIMEOUT_MS, type KnownSend, LEASE_MS, type World } from '../world.ts';
import { check, type Figures, noFigures } from './check.ts';
import type { KillPoint } from './kill-points.ts';

/** One run: everything that it does follows from these. */
export interface Scenario {
  readonly seed: string;
  readonly point: KillPoint | undefined;
  readonly nth: number;
  readonly mode: Mode;
  readonly isTerminated: boolean;
  /** The process is frozen instead, for longer than its lease, and then goes on. */
  readonly isFrozen?: boolean;
  readonly mutant?: MutantName | undefined;
  readonly sends?: number;
  readonly slackFailures?: number;
  readonly reports?: Parameters<typeof createWorld>[0]['reports'];
}

export interface RunResult extends Findings<Figures> {
  readonly scenario: Scenario;
  readonly kills: number;
  readonly ms: number;
}

const MORE_ROUNDS = 8;
const SENDS_A_ROUND = 3;
const LEASES_FROZEN = 3;
const MAX_FREEZE_WAIT_MS = 2_500;

/** Two bots on one database; one dies at the point, and what people, phones and Slack saw is judged at the end. */
export async function killRun(scenario: Scenario, pool: BotPool, postgres?: Postgres): Promise<RunResult> {
  const startedAt = performance.now();
  const { seed, mode, mutant, slackFailures, reports } = scenario;
  const world = await createWorld({
    pool,
    seed,
    mode,
    postgres,
    mutant,
    reports,
    ...(slackFailures === undefined ? {} : { slackFailures }),
  });
  const violations: string[] = [];
  let findings: Findings<Figures> = { figures: noFigures(), violations: [] };
  try {
    violations.push(...(await forge(world)));
    await live(world, scenario);
    await world.quiet();
    await dieAtLast(world, scenario);
    findings = await lastLook(world, mutant, () => check(world));
  } catch (error) {
    violations.push(error instanceof Error ? error.message : 'broken');
    findings = await check(world).catch(() => findings);
  }
  const kills = world.slots.flatMap(({ killedAt }) => killedAt).length;
  if (scenario.point !== undefined && kills === 0) violations.push(`nothing was killed at ${scenario.point}`);
  if (isGraceful(scenario) && findings.figures.unknown > 0) {
    violations.push(
      violationOf('bad_shutdown', `${findings.figures.unknown} unknown although Kaleyra answered every request`),
    );
  }
  for (const { code, signal } of world.endings()) {
    if (signal !== 'SIGKILL' && code !== 0) violations.push(`a process ended with ${code ?? signal}`);
  }
  await world.close();
  return {
    scenario,
    kills,
    figures: findings.figures,
    violations: [...violations, ...findings.violations],
    ms: Math.round(performance.now() - startedAt),
  };
}

/** Kaleyra answers and no process is killed, so no message may end as unknown. */
function isGraceful({ point, isTerminated, mode }: Scenario): boolean {
  return point === undefined && isTerminated && (mode === 'ok' || mode === 'late-answer');
}

async function live(world: World, scenario: Scenario): Promise<void> {
  const { seed, point, nth, mode, isTerminated, isFrozen = false, sends = 4 } = scenario;
  if (mode === 'closed-first') await world.kaleyra.close();
  if (point !== undefined) world.slots[0].arm({ point, nth, signal: isFrozen ? 'SIGSTOP' : 'SIGKILL' });
  const all = Array.from({ length: sends }, (_, index) => world.send(`N-${seed}-${index}`, numbers(seed, index)));
  if (isFrozen) {
    all.push(...(await freeze(world, scenario)));
    await thaw(world);
  }
  if (isTerminated) await terminate(world, all);
  if (mode === 'closed-first') {
    await until('a refused connection', () => hasTried(world), 5_000).catch(() => undefined);
    await world.kaleyra.reopen();
  }
  await Promise.all(all);
}

/** Gives the process more to do until it comes to its point: the other one may have been faster with all of it. */
async function freeze(world: World, { seed }: Scenario): Promise<readonly Promise<KnownSend>[]> {
  const more: Promise<KnownSend>[] = [];
  for (let round = 0; round <= MORE_ROUNDS; round++) {
    const isFrozen = () => world.slots[0].killedAt.length > 0;
    if (await until('a frozen process', isFrozen, MAX_FREEZE_WAIT_MS).catch(() => false)) break;
    more.push(...sendMore(world, seed, round));
  }
  return more;
}

/** Wakes the frozen process when its leases are long over and the other one has said what that means. */
async function thaw({ slots: [frozen] }: World): Promise<void> {
  await pause(LEASES_FROZEN * LEASE_MS);
  frozen.signal('SIGCONT');
  await until('a process that goes on', () => isHealthy(frozen.port));
  // What it was doing is in no table: only its own time-outs say when that is over.
  await pause(2 * KALEYRA_TIMEOUT_MS);
}

async function isHealthy(port: number | undefined): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(1_000) }).catch(
    () => undefined,
  );
  return answer?.status === 200;
}

/** A deploy while the run goes on; the second signal has to change nothing. */
async function terminate(world: World, sends: readonly Promise<unknown>[]): Promise<void> {
  await Promise.race(sends);
  world.slots[1].signal('SIGTERM');
  world.slots[1].signal('SIGTERM');
}

async function hasTried(world: World): Promise<boolean> {
  const [row] = await world.database.query('select max(attempts) as tries from batches');
  return Number(row?.['tries'] ?? 0) > 0;
}

/** A process that did not come to its point yet gets more to do. */
async function dieAtLast(world: World, { seed, point, isFrozen }: Scenario): Promise<void> {
  if (point === undefined || isFrozen) return;
  for (let round = 0; round < MORE_ROUNDS && world.slots[0].killedAt.length === 0; round++) {
    await Promise.all(sendMore(world, seed, round));
    await world.quiet();
  }
}

function sendMore(world: World, seed: string, round: number): Promise<KnownSend>[] {
  const indexes = Array.from({ length: SENDS_A_ROUND }, (_, index) => 100 + round * SENDS_A_ROUND + index);
  return indexes.map((index) => world.send(`N-${seed}-${index}`, numbers(seed, index)));
}

/** One to three numbers that no other send of this run has. */
function numbers(seed: string, index: number): string[] {
  const random = seeded(seed, 'numbers', index);
  const first = 919_810_000_000 + random.below(10_000) * 10_000 + index * 10;
  return Array.from({ length: 1 + random.below(3) }, (_, offset) => `${first + offset}`);
}
