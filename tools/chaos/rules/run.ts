import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../../../src/store/open-store.ts';
import type { Postgres } from '../../../test/support/postgres.ts';
import type { WarmPool } from '../bots/warm-pool.ts';
import { createDatabase, type Database } from '../database.ts';
import { seeded } from '../random.ts';
import { checkRules, type RulesCheck } from './check.ts';
import { createDeeds, DEEDS, type RuleMutant } from './deeds.ts';
import { readFacts } from './facts.ts';
import { LEASE_MS, openImpatientStore } from './impatient-store.ts';
import type { RulesOrder } from './worker.ts';

export interface RulesScenario {
  readonly seed: string;
  /** Undefined for the ledger as it is. */
  readonly mutant: RuleMutant | undefined;
}

export interface RulesResult extends RulesCheck {
  readonly scenario: RulesScenario;
  readonly kills: number;
}

interface Needs {
  /** Of workers. */
  readonly pool: WarmPool;
  readonly postgres: Postgres | undefined;
}

/** Processes one after the other in each of two places; all but the last die. */
const LIVES = 3;
const DEEDS_OF_A_LIFE = 120;
const MAX_NTH = 8;
const MAX_FINISH_MS = 30_000;

/**
 * Two processes ask, approve, stop, opt out and send at random on one ledger, and die in the middle of it again and again. A
 * broken ledger is not left to chance: what brings it out is done step by step, and nothing else.
 */
export async function rulesRun(scenario: RulesScenario, { pool, postgres }: Needs): Promise<RulesResult> {
  const folder = await mkdtemp(join(tmpdir(), 'rules-'));
  const path = join(folder, 'facts');
  await writeFile(path, '');
  const database = await createDatabase(postgres);
  const store = await openImpatientStore(database.url);
  try {
    await deedsOf(scenario, { store, path, database }).bait();
    const given = { ...scenario, url: database.url, path };
    const names = scenario.mutant === undefined ? (['A', 'B'] as const) : [];
    const killed = await Promise.all(names.map((name) => liveThrough(pool, { ...given, name })));
    const kills = killed.reduce((sum, count) => sum + count, 0);
    await finish(store, deedsOf(scenario, { store, path, database }));
    return { ...(await checkRules(readFacts(path), database.query)), scenario, kills };
  } finally {
    await store.close();
    await database.remove();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

function deedsOf(
  { seed, mutant }: RulesScenario,
  { database, ...place }: { readonly store: Store; readonly path: string; readonly database: Database },
) {
  return createDeeds({ ...place, random: seeded(seed, 'parent'), mutant, change: database.change, name: 'A' });
}

/** @returns how many processes were killed */
async function liveThrough(pool: WarmPool, given: Omit<RulesOrder, 'deeds' | 'death'>): Promise<number> {
  const random = seeded(given.seed, given.name, 'deaths');
  let kills = 0;
  for (let life = 0; life < LIVES; life += 1) {
    const death = {
      deed: random.pick(DEEDS),
      when: random.pick(['before', 'under way', 'after'] as const),
      nth: 1 + random.below(MAX_NTH),
    };
    const order: RulesOrder = {
      ...given,
      seed: `${given.seed}-${life}`,
      deeds: DEEDS_OF_A_LIFE,
      death: life < LIVES - 1 ? death : undefined,
    };
    const { child, lines } = pool.take();
    child.send(order);
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (signal === 'SIGKILL') kills += 1;
    else if (code !== 0) throw new Error(`A process ended with ${code ?? signal}: ${lines.join('').slice(-2_000)}`);
  }
  return kills;
}

/**
 * Sends what may leave, once the claims of the processes have ended: one that lives through all its deeds leaves some, too. What then
 * still waits is found by the check.
 */
async function finish({ ledger }: Store, act: ReturnType<typeof createDeeds>): Promise<void> {
  const giveUpAt = performance.now() + MAX_FINISH_MS;
  await pause(LEASE_MS);
  await act.clear();
  while (performance.now() < giveUpAt) {
    const waitMs = await ledger.untilNextBatch();
    if (waitMs === undefined) return;
    await pause(waitMs);
    await act.claim();
    await act.settle();
  }
}
