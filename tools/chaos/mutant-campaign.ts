import { atOnce } from './at-once.ts';
import { killRun, type RunResult, type Scenario } from './kill-run.ts';
import type { Campaign, Tally } from './kills.ts';
import { MUTANTS, type MutantName } from './mutants.ts';
import { say, table } from './table.ts';

type Bait = Pick<Scenario, 'mode' | 'point'> & Partial<Scenario>;

/** What brings each mutant out; Slack works, unless it is what is looked at. */
const BAITS: Readonly<Record<MutantName, Bait>> = {
  // A report would tell what became of it before the lease ends.
  lease_reclaim: { point: 'post.head-received', mode: 'ok', reports: 'never' },
  retry_all: { point: undefined, mode: 'ok-then-reset', reports: 'never' },
  retry_500: { point: undefined, mode: 'ok-then-500', reports: 'never' },
  timeout_never_sent: { point: undefined, mode: 'hang', reports: 'never' },
  html_rejected: { point: undefined, mode: 'ok-then-html', reports: 'never' },
  reject_on_error_field: { point: undefined, mode: 'warning' },
  claim_get_set: { point: undefined, mode: 'late-answer' },
  no_dedupe: { point: undefined, mode: 'ok' },
  keyv_ledger: { point: undefined, mode: 'ok' },
  ack_first: { point: 'ack.after', mode: 'ok', nth: 9, isTerminated: true },
  outbox_no_claim: { point: undefined, mode: 'ok', sends: 8 },
  card_forgotten: { point: undefined, mode: 'ok', slackFailures: 0.5 },
  rank_last_wins: { point: undefined, mode: 'ok', reports: 'shuffled' },
  unguarded_settle: { point: undefined, mode: 'ok', reports: 'before-the-answer' },
  lost_is_rejected: { point: 'post.head-received', mode: 'ok', reports: 'never' },
  skip_callback_secret: { point: undefined, mode: 'ok', sends: 1 },
  exit_on_sigterm: { point: undefined, mode: 'late-answer', isTerminated: true, reports: 'never' },
  number_in_log: { point: undefined, mode: 'ok', sends: 1 },
};
const MAX_RUNS = 5;

interface Caught {
  readonly mutant: MutantName;
  readonly runs: number;
  readonly by: string | undefined;
}

/** Lets the harness loose on bots that are known to be broken: one that it does not catch is a failure of the harness. */
export async function mutantCampaign(campaign: Campaign): Promise<Tally> {
  const caught = await atOnce(campaign.atOnce, campaign.mutants ?? MUTANTS, (mutant) => hunt(campaign, mutant));
  const rows = caught.map(({ mutant, runs, by }) => [mutant, by ?? 'NOT CAUGHT', String(runs)]);
  say(table(['mutant', 'caught by', 'runs'], rows));
  const free = caught.filter(({ by }) => by === undefined);
  for (const { mutant } of free) say(`FAILED  seed ${campaign.seed} · mutant ${mutant} was not caught`);
  return { passed: caught.length - free.length, failed: free.length };
}

async function hunt({ seed, pool }: Campaign, mutant: MutantName): Promise<Caught> {
  for (let run = 1; run <= MAX_RUNS; run++) {
    const result = await killRun(
      { seed: `${seed}-${mutant}-${run}`, nth: 1, isTerminated: false, slackFailures: 0, ...BAITS[mutant], mutant },
      pool,
    );
    const by = proofIn(result);
    if (by !== undefined) return { mutant, runs: run, by };
  }
  return { mutant, runs: MAX_RUNS, by: undefined };
}

/** Only a broken promise counts: a run in which nothing was killed proves nothing. */
function proofIn({ violations }: RunResult): string | undefined {
  const proofs = violations.filter((violation) => /^(I\d+|cards|stop): /.test(violation));
  return [...new Set(proofs.map((violation) => violation.split(':')[0]))].join(' ') || undefined;
}
