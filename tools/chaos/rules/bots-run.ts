import { join } from 'node:path';
import { openStore } from '../../../src/store/open-store.ts';
import type { Postgres } from '../../../test/support/postgres.ts';
import type { BotPool } from '../bots/bot-process.ts';
import type { KillPoint } from '../kills/kill-points.ts';
import { lastLook } from '../last-look.ts';
import { createWorld, LEASE_MS, type World } from '../world.ts';
import { checkBots } from './bots-check.ts';
import type { RulesFigures } from './check.ts';
import type { RuleMutant } from './deeds.ts';
import {
  approvedByRequester,
  approvedTogether,
  changedBefore,
  declinedMeanwhile,
  rivalLists,
  type Stage,
  type Story,
  saidNoBefore,
  saidNoInList,
  stoppedMeanwhile,
} from './scenes.ts';

export interface BotsScenario {
  readonly seed: string;
  /** Where a process dies; undefined for a broken bot, which is caught without. */
  readonly point: KillPoint | undefined;
  readonly nth: number;
  readonly mutant: RuleMutant | undefined;
}

export interface BotsResult {
  readonly scenario: BotsScenario;
  readonly kills: number;
  readonly figures: RulesFigures;
  readonly violations: readonly string[];
  readonly ms: number;
}

/** All at once: they compete for both processes. */
const SCENES = [
  ...[approvedTogether, declinedMeanwhile, stoppedMeanwhile, approvedByRequester, changedBefore, saidNoBefore],
  ...[saidNoInList, rivalLists],
] as const;
/** What brings each mutant out. */
const BAITS: Readonly<Record<RuleMutant, (stage: Stage) => Promise<void>>> = {
  'approve-by-requester': approvedByRequester,
  'digest-not-compared': changedBefore,
  'opt-out-only-at-review': saidNoBefore,
};
const FIRST_NUMBER = 919_870_000_000;
/** Numbers that rise by one are taken for a column that was dragged down. */
const STEP = 7;
/** A list takes more than a second, so that people can say no while it leaves. */
const MESSAGES_PER_SECOND = 30;
const ENVIRONMENT = {
  POLICY_FILE: join(import.meta.dirname, 'policy.yml'),
  KALEYRA_MESSAGES_PER_SECOND: String(MESSAGES_PER_SECOND),
};
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Two bots on one ledger; people ask, approve, decline, stop and say no at the same moment while a process dies. */
export async function botsRun(
  scenario: BotsScenario,
  { pool, postgres }: { readonly pool: BotPool; readonly postgres: Postgres | undefined },
): Promise<BotsResult> {
  const startedAt = performance.now();
  const { seed, point, nth, mutant } = scenario;
  const world = await createWorld({
    ...{ pool, seed, postgres, mutant, environment: ENVIRONMENT },
    ...({ mode: 'ok', slackFailures: 0, reports: 'in-order' } as const),
  });
  const story: Story = { expected: [], saidNo: [], listsTaken: 0 };
  const violations: string[] = [];
  let numbers = 0;
  const stage: Stage = {
    world,
    story,
    name: `N-${seed}`,
    newNumber: () => String(FIRST_NUMBER + STEP * numbers++),
  };
  try {
    if (point !== undefined) slotOf(world, point).arm({ point, nth, signal: 'SIGKILL' });
    const scenes = mutant === undefined ? SCENES : [BAITS[mutant]];
    await Promise.all(scenes.map((scene) => scene(stage)));
    await world.quiet();
    await markStopped(world);
    await world.quiet();
  } catch (error) {
    violations.push(error instanceof Error ? error.message : 'broken');
  }
  const checked = await lastLook(world, mutant, () => checkBots(world, story, mutant === undefined));
  const kills = world.slots.flatMap(({ killedAt }) => killedAt).length;
  if (point !== undefined && kills === 0) violations.push(`nothing was killed at ${point}`);
  for (const { code, signal } of world.endings())
    if (signal !== 'SIGKILL' && code !== 0) violations.push(`a process ended with ${code ?? signal}`);
  await world.close();
  return {
    scenario,
    kills,
    figures: checked.figures,
    violations: [...violations, ...checked.violations],
    ms: Math.round(performance.now() - startedAt),
  };
}

/** Declining is done at the other process. */
function slotOf({ slots }: World, point: KillPoint): World['slots'][number] {
  return point.startsWith('decline.') ? slots[1] : slots[0];
}

/** When a process dies right after a stop, what it stopped is marked within a minute: that is not waited for. */
async function markStopped({ database }: World): Promise<void> {
  const store = await openStore({ url: database.url, messagesPerSecond: 1_000, leaseMs: LEASE_MS, log: SILENT });
  await store.lists.timed.clearRows().finally(() => store.close());
}
