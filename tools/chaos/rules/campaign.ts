import { join } from 'node:path';
import { atOnce } from '../at-once.ts';
import { openWarmPool } from '../bots/warm-pool.ts';
import type { Campaign, Tally } from '../kills/campaign.ts';
import type { KillPoint } from '../kills/kill-points.ts';
import { brokenIn } from '../promises.ts';
import { seeded, shuffled } from '../random.ts';
import { say, table } from '../table.ts';
import { type BotsResult, type BotsScenario, botsRun } from './bots-run.ts';
import { RULE_MUTANTS } from './deeds.ts';
import { type RulesResult, rulesRun } from './run.ts';

type Result = (RulesResult | BotsResult) & { readonly program: 'ledger' | 'bots' };

const FIGURES = ['sends', 'phones', 'doubles', 'unapproved', 'afterNo', 'unknown'] as const;
/** A whole bot is started for each process, so there are fewer of them. */
const LEDGER_RUNS_FOR_BOTS = 3;
/** Each broken ledger has to be caught in every one of these. */
const MUTANT_RUNS = 3;
/** Around approving, reserving, stopping, saying no and sending. */
const POINTS: readonly KillPoint[] = [
  ...(['approve.before', 'approve.after', 'accept.before', 'accept.after', 'list-stop.before'] as const),
  ...(['list-stop.after', 'plan-confirm.before', 'plan-confirm.after', 'decline.before', 'decline.after'] as const),
  ...(['incoming.before-store', 'incoming.stored', 'claim-batch.after', 'post.bytes-left', 'settle.before'] as const),
];
/** A process comes here for each message. */
const EACH_MESSAGE: ReadonlySet<KillPoint> = new Set(['claim-batch.after', 'post.bytes-left', 'settle.before']);
const MAX_NTH = 8;
const PROOFS = ['unapproved_sent', 'sent_after_no'] as const;

/**
 * Rules under kills: the ledger alone, at random, and whole bots, at forced moments. Then three ways to break either, each of
 * which has to be caught every time.
 */
export async function rulesCampaign(campaign: Campaign): Promise<Tally> {
  const results = [...(await onLedger(campaign)), ...(await onBots(campaign))];
  const sound = results.filter(({ scenario }) => scenario.mutant === undefined);
  const broken = results.filter(({ scenario }) => scenario.mutant !== undefined);
  say(figuresTable(sound, campaign.postgres === undefined ? 'sqlite' : 'postgres'));
  say(mutantTable(broken));
  const failures = [
    ...sound.filter(({ violations }) => violations.length > 0).map((result) => failureOf(result, campaign)),
    ...broken
      .filter((result) => proofIn(result) === '')
      .map(({ scenario, program }) => `${program} · seed ${scenario.seed} · mutant ${scenario.mutant} was not caught`),
  ];
  for (const failure of failures) say(`FAILED  ${failure}`);
  return { passed: results.length - failures.length, failed: failures.length };
}

async function onLedger({ runs, seed, atOnce: most, postgres }: Campaign): Promise<readonly Result[]> {
  const whole = Array.from({ length: runs }, (_, index) => ({ seed: `${seed}-${index}-rules`, mutant: undefined }));
  const broken = RULE_MUTANTS.flatMap((mutant) =>
    Array.from({ length: MUTANT_RUNS }, (_, index) => ({ seed: `${seed}-${index}-${mutant}`, mutant })),
  );
  const pool = await openWarmPool(join(import.meta.dirname, 'worker.ts'), most);
  return atOnce(most, [...whole, ...broken], async (scenario) => ({
    ...(await rulesRun(scenario, { pool, postgres })),
    program: 'ledger' as const,
  })).finally(pool.close);
}

function onBots({ runs, seed, atOnce: most, pool, postgres }: Campaign): Promise<readonly Result[]> {
  const random = seeded(seed, 'rules');
  const points = shuffled(POINTS, random);
  const whole = Array.from({ length: Math.ceil(runs / LEDGER_RUNS_FOR_BOTS) }, (_, index): BotsScenario => {
    const point = points[index % points.length] ?? 'approve.before';
    const nth = EACH_MESSAGE.has(point) ? 1 + random.below(MAX_NTH) : 1;
    return { seed: `${seed}-${index}-bots`, point, nth, mutant: undefined };
  });
  const broken = RULE_MUTANTS.map(
    (mutant): BotsScenario => ({ seed: `${seed}-${mutant}`, point: undefined, nth: 1, mutant }),
  );
  return atOnce(most, [...whole, ...broken], async (scenario) => ({
    ...(await botsRun(scenario, { pool, postgres })),
    program: 'bots' as const,
  }));
}

function failureOf({ program, scenario, violations }: Result, { postgres, runs, seed }: Campaign): string {
  const at = 'point' in scenario ? ` · point ${scenario.point} · n ${scenario.nth}` : '';
  const engine = postgres === undefined ? 'sqlite' : 'postgres';
  const again = `npm run chaos -- --only rules --database ${engine} --seed ${seed} --runs ${runs}`;
  return [`${program} · seed ${scenario.seed}${at}`, ...violations.slice(0, 10), again].join('\n        ');
}

function figuresTable(results: readonly Result[], engine: string): string {
  const rows = (['ledger', 'bots'] as const).map((program) => {
    const own = results.filter((result) => result.program === program);
    const kills = own.reduce((sum, result) => sum + result.kills, 0);
    const sums = FIGURES.map((name) => own.reduce((sum, { figures }) => sum + figures[name], 0));
    return [program, engine, ...[own.length, kills, ...sums].map(String)];
  });
  return table(['rules of', 'engine', 'runs', 'kills', ...FIGURES], rows);
}

function mutantTable(results: readonly Result[]): string {
  const rows = [...Map.groupBy(results, ({ scenario }) => scenario.mutant)].map(([mutant, group]) => {
    const caught = group.filter((result) => proofIn(result) !== '');
    const by = [...new Set(caught.flatMap((result) => proofIn(result).split(' ')))].sort().join(' ');
    return [mutant ?? '', by === '' ? 'NOT CAUGHT' : by, `${caught.length} of ${group.length}`];
  });
  return table(['mutant', 'caught by', 'runs'], rows);
}

/** Only a message that must not have left counts. */
function proofIn({ violations }: Pick<Result, 'violations'>): string {
  const broken = new Set(violations.map(brokenIn));
  return PROOFS.filter((one) => broken.has(one)).join(' ');
}
