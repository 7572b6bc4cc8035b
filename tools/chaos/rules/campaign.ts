import { atOnce } from '../at-once.ts';
import type { Campaign, Tally } from '../kills.ts';
import { say, table } from '../table.ts';
import { createWarmPool } from '../warm-pool.ts';
import { RULE_MUTANTS } from './deeds.ts';
import { type RulesResult, rulesRun } from './run.ts';

const FIGURES = ['sends', 'phones', 'doubles', 'unapproved', 'afterNo', 'unknown'] as const;
/** Each broken ledger has to be caught in every one of these. */
const MUTANT_RUNS = 3;

/** Rules under kills: first the ledger as it is, then three that are broken, each of which has to be caught every time. */
export async function rulesCampaign({ runs, seed, atOnce: most, postgres }: Campaign): Promise<Tally> {
  const whole = Array.from({ length: runs }, (_, index) => ({ seed: `${seed}-${index}-rules`, mutant: undefined }));
  const broken = RULE_MUTANTS.flatMap((mutant) =>
    Array.from({ length: MUTANT_RUNS }, (_, index) => ({ seed: `${seed}-${index}-${mutant}`, mutant })),
  );
  const pool = createWarmPool('rules/worker.ts', most);
  const results = await atOnce(most, [...whole, ...broken], (scenario) =>
    rulesRun(scenario, { pool, postgres }),
  ).finally(pool.close);
  const [sound, caught] = [results.slice(0, runs), results.slice(runs)];
  say(figuresTable(sound));
  say(mutantTable(caught));
  const failures = [
    ...sound.filter(({ violations }) => violations.length > 0).map(failureOf),
    ...caught
      .filter(({ violations }) => violations.length === 0)
      .map(({ scenario }) => `seed ${scenario.seed} · mutant ${scenario.mutant} was not caught`),
  ];
  for (const failure of failures) say(`FAILED  ${failure}`);
  return { passed: results.length - failures.length, failed: failures.length };
}

function failureOf({ scenario, violations }: RulesResult): string {
  return [`seed ${scenario.seed}`, ...violations.slice(0, 10)].join('\n        ');
}

function figuresTable(results: readonly RulesResult[]): string {
  const kills = results.reduce((sum, result) => sum + result.kills, 0);
  const sums = FIGURES.map((name) => results.reduce((sum, { figures }) => sum + figures[name], 0));
  return table(['runs', 'kills', ...FIGURES], [[results.length, kills, ...sums].map(String)]);
}

function mutantTable(results: readonly RulesResult[]): string {
  const rows = results.map(({ scenario, violations }) => {
    const by = [...new Set(violations.map((violation) => violation.split(':')[0]))].join(' ');
    return [scenario.mutant ?? '', by === '' ? 'NOT CAUGHT' : by];
  });
  return table(['mutant', 'caught by'], rows);
}
