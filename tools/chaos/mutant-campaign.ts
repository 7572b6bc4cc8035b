import { atOnce } from './at-once.ts';
import type { Campaign, Tally } from './kills/campaign.ts';
import { killRun, type Scenario } from './kills/run.ts';
import { type ListScenario, listRun } from './lists/run.ts';
import { type ListMutant, MUTANTS, type MutantName, type ReplyMutant } from './mutants.ts';
import { type BrokenPromise, brokenIn } from './promises.ts';
import { type ReplyScenario, replyRun } from './replies/run.ts';
import { say, table } from './table.ts';

type Bait = Pick<Scenario, 'mode' | 'point'> & Partial<Scenario>;
type Hunt = (seed: string, campaign: Campaign) => Promise<readonly string[]>;

/** What brings each mutant out; Slack works, unless it is what is looked at. */
const BAITS: Readonly<Record<Exclude<MutantName, ListMutant | ReplyMutant>, Bait>> = {
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
const LIST_BAITS: Readonly<Record<ListMutant, Pick<ListScenario, 'fate'> & Partial<ListScenario>>> = {
  stop_not_in_claim: { fate: 'stopped' },
  pause_not_in_claim: { fate: 'paused' },
  plan_claimable: { fate: 'whole' },
  rest_with_unknown: { fate: 'rest', mode: 'ok-then-500' },
  late_not_held: { fate: 'held' },
  trial_ignored: { fate: 'trial' },
};
const REPLY_BAITS: Readonly<Record<ReplyMutant, Partial<ReplyScenario>>> = {
  reply_marked_first: { point: 'slack.replies-arrived' },
  reply_no_claim: {},
  reply_ack_first: { point: 'incoming.answered', nth: 3 },
  reply_no_key: {},
  opt_out_later: {},
  tally_not_shown: {},
  answer_no_key: {},
  answer_reclaimed: { point: 'kaleyra.answer-made', during: 'answers' },
  colleague_unseen: {},
};
const LIST_ROWS = 100;
const MAX_RUNS = 5;
const LATENESS: ReadonlySet<unknown> = new Set<BrokenPromise>(['extra_card', 'needless_unknown']);

/** Each mutant is let loose in runs of its own kind. */
const HUNTS: Readonly<Record<MutantName, Hunt>> = {
  ...huntsOf(BAITS, async (bait, mutant, seed, { pool }) => {
    const usual = { nth: 1, isTerminated: false, slackFailures: 0 };
    return (await killRun({ ...usual, ...bait, seed, mutant }, pool)).violations;
  }),
  ...huntsOf(LIST_BAITS, async (bait, mutant, seed, { pool }) => {
    const usual = { point: undefined, nth: 1, mode: 'ok', rows: LIST_ROWS } as const;
    return withoutLateness((await listRun({ ...usual, ...bait, seed, mutant }, pool)).violations);
  }),
  ...huntsOf(REPLY_BAITS, async (bait, mutant, seed, { pool }) => {
    const usual = { point: undefined, nth: 1, during: 'replies', mode: 'ok', slackFailures: 0 } as const;
    return withoutLateness((await replyRun({ ...usual, ...bait, seed, mutant }, pool)).violations);
  }),
};

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

function huntsOf<Name extends MutantName, Given>(
  baits: Readonly<Record<Name, Given>>,
  run: (bait: Given, mutant: Name, seed: string, campaign: Campaign) => Promise<readonly string[]>,
): Record<Name, Hunt> {
  const hunts = (Object.keys(baits) as Name[]).map((mutant): [Name, Hunt] => [
    mutant,
    (seed, campaign) => run(baits[mutant], mutant, seed, campaign),
  ]);
  return Object.fromEntries(hunts) as Record<Name, Hunt>;
}

/** A machine that is busy for longer than a lease has one more card, or rows in doubt: neither says anything of lists and replies. */
function withoutLateness(violations: readonly string[]): readonly string[] {
  return violations.filter((violation) => !LATENESS.has(brokenIn(violation)));
}

async function hunt(campaign: Campaign, mutant: MutantName): Promise<Caught> {
  for (let run = 1; run <= MAX_RUNS; run++) {
    const by = proofIn(await HUNTS[mutant](`${campaign.seed}-${mutant}-${run}`, campaign));
    if (by !== undefined) return { mutant, runs: run, by };
  }
  return { mutant, runs: MAX_RUNS, by: undefined };
}

/** Only a broken promise counts: a run in which nothing was killed proves nothing. */
function proofIn(violations: readonly string[]): string | undefined {
  const broken = violations.map(brokenIn).filter((one) => one !== undefined);
  return [...new Set(broken)].join(' ') || undefined;
}
