import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStore, type Store } from '../../src/store/open-store.ts';
import type { Postgres } from '../../test/support/postgres.ts';
import { seeded } from './random.ts';
import { changerOf } from './rules-changer.ts';
import { checkRules, type RulesCheck } from './rules-check.ts';
import { createDeeds, DEEDS, type RuleMutant } from './rules-deeds.ts';
import { readFacts } from './rules-facts.ts';
import type { RulesOrder } from './rules-worker.ts';

export interface RulesScenario {
  readonly seed: string;
  readonly mutant: RuleMutant | undefined;
}

export interface RulesResult extends RulesCheck {
  readonly scenario: RulesScenario;
  readonly kills: number;
}

const WORKER = fileURLToPath(new URL('./rules-worker.ts', import.meta.url));
/** Processes one after the other in each of two places; all but the last die. */
const LIVES = 3;
const DEEDS_OF_A_LIFE = 120;
const MAX_NTH = 8;
const LEASE_MS = 400;
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let databases = 0;

/** Two processes ask, approve, stop, opt out and send at random on one ledger, and die in the middle of it again and again. */
export async function rulesRun(scenario: RulesScenario, postgres?: Postgres): Promise<RulesResult> {
  const folder = await mkdtemp(join(tmpdir(), 'rules-'));
  const path = join(folder, 'facts');
  await writeFile(path, '');
  const url = await urlOf(folder, postgres);
  const store = await openStore({ url, messagesPerSecond: 100_000, leaseMs: LEASE_MS, log: SILENT });
  try {
    const seeds = { random: seeded(scenario.seed, 'bait'), mutant: scenario.mutant };
    await createDeeds({ store, path, change: changerOf(url), name: 'A', ...seeds }).bait();
    const kills = await Promise.all((['A', 'B'] as const).map((name) => liveThrough({ ...scenario, url, path, name })));
    await finish(store, { ...scenario, url, path });
    const check = await checkRules(readFacts(path), changerOf(url));
    return { ...check, scenario, kills: kills.reduce((sum, count) => sum + count, 0) };
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Given = RulesScenario & Pick<RulesOrder, 'url' | 'path'>;

/** @returns how many processes were killed */
async function liveThrough({ seed, ...given }: Given & Pick<RulesOrder, 'name'>): Promise<number> {
  const random = seeded(seed, given.name, 'deaths');
  let kills = 0;
  for (let life = 0; life < LIVES; life += 1) {
    const death = {
      deed: random.pick(DEEDS),
      when: random.pick(['before', 'under way', 'after'] as const),
      nth: 1 + random.below(MAX_NTH),
    };
    const order: RulesOrder = {
      ...given,
      seed: `${seed}-${life}`,
      deeds: DEEDS_OF_A_LIFE,
      death: life < LIVES - 1 ? death : undefined,
    };
    const child = fork(WORKER, { env: process.env });
    child.send(order);
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (signal === 'SIGKILL') kills += 1;
    else if (code !== 0) throw new Error(`A process ended with ${code ?? signal}`);
  }
  return kills;
}

/** Sends what may leave, once the claims of the dead have ended. */
async function finish(store: Store, { seed, mutant, url, path }: Given): Promise<void> {
  const change = changerOf(url);
  const act = createDeeds({ store, path, random: seeded(seed, 'end'), mutant, change, name: 'A' });
  await pause(LEASE_MS);
  await act.clear();
  while ((await store.ledger.untilNextBatch()) !== undefined) {
    await act.claim();
    await act.settle();
  }
}

async function urlOf(folder: string, postgres: Postgres | undefined): Promise<string> {
  if (postgres === undefined) return `file:${join(folder, 'ledger.db')}`;
  databases += 1;
  const name = `rules_${process.pid}_${databases}`;
  await changerOf(postgres.urlOf('postgres'))(`create database ${name}`);
  return postgres.urlOf(name);
}
