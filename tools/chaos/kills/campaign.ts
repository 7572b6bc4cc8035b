import type { Postgres } from '../../../test/support/postgres.ts';
import { atOnce } from '../at-once.ts';
import type { BotPool } from '../bots/bot-process.ts';
import type { MutantName } from '../mutants.ts';
import { seeded, shuffled } from '../random.ts';
import { say, table } from '../table.ts';
import { MODES, type Mode, REFUSES } from '../upstreams/kaleyra.ts';
import type { Figures } from './check.ts';
import { KILL_POINTS, type KillPoint } from './kill-points.ts';
import { killRun, type RunResult, type Scenario } from './run.ts';

export interface Campaign {
  readonly seed: number;
  readonly runs: number;
  readonly atOnce: number;
  readonly pool: BotPool;
  readonly postgres: Postgres | undefined;
  /** Fewer than all. */
  readonly mutants?: readonly MutantName[] | undefined;
  /** One point and one mode, to replay what failed. */
  readonly replay?: { readonly point: KillPoint; readonly mode: Mode; readonly nth: number; readonly index: number };
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const FIGURES = ['sends', 'phones', 'doubles', 'lost', 'unknown', 'stuck', 'wrongCards', 'extraCards'] as const;
/** A process comes here only when a request is proved never to have been processed. */
const NEEDS_REQUEUE: ReadonlySet<KillPoint> = new Set(['requeue.before', 'requeue.after']);
/** Only what takes longer than a part of a lease is renewed at all. */
const NEEDS_TIME: ReadonlySet<KillPoint> = new Set(['renew.before', 'renew.after']);
/** No head of an answer ever comes. */
const HEADLESS: ReadonlySet<Mode> = new Set<Mode>(['hang', 'ok-then-reset', 'closed-first']);
/** The answer takes its time, or never comes. */
const SLOW: ReadonlySet<Mode> = new Set<Mode>(['hang', 'late-answer']);
/** These need a message that went out. */
const NEEDS_REPORT: ReadonlySet<KillPoint> = new Set(KILL_POINTS.filter((point) => point.startsWith('callback.')));

/** Where a frozen process knows something that the others do not. */
const FREEZE_POINTS: readonly KillPoint[] = [
  ...(['claim-batch.after', 'post.before', 'post.bytes-left', 'post.head-received', 'post.after'] as const),
  ...(['settle.before', 'claim-card.after', 'card-post.after', 'save-card.before'] as const),
];

/** Freezes a process for longer than its lease, and lets it go on with what it knew. */
export function freezeCampaign(campaign: Campaign): Promise<Tally> {
  const modes = ['ok', 'late-answer', 'refused'] as const;
  return run(
    campaign,
    FREEZE_POINTS.map((point, index) => ({
      ...scenario(campaign.seed, index, point, modes[index % modes.length] ?? 'ok', 1),
      seed: `${campaign.seed}-${index}-frozen`,
      isTerminated: false,
      isFrozen: true,
    })),
  );
}

/** Kills at every point in turn, each time with another way to fail, and prints what happened. */
export function killCampaign(campaign: Campaign): Promise<Tally> {
  return run(campaign, scenarios(campaign));
}

async function run(campaign: Campaign, planned: readonly Scenario[]): Promise<Tally> {
  const results = await atOnce(campaign.atOnce, planned, (scenario) =>
    killRun(scenario, campaign.pool, campaign.postgres),
  );
  const failed = results.filter(({ violations }) => violations.length > 0);
  say(resultTable(results));
  for (const { scenario, violations } of failed) {
    const { seed, point, mode, nth } = scenario;
    say(`FAILED  seed ${seed} · point ${point} · n ${nth} · mode ${mode}`);
    for (const violation of violations) say(`        ${violation}`);
    const engine = campaign.postgres === undefined ? 'sqlite' : 'postgres';
    const index = seed.split('-')[1];
    const part = scenario.isFrozen ? '--only freezes' : `--only kills --replay ${point},${mode},${nth},${index}`;
    say(`        npm run chaos -- ${part} --database ${engine} --seed ${campaign.seed}`);
  }
  return { passed: results.length - failed.length, failed: failed.length };
}

function scenarios({ seed, runs, replay }: Campaign): Scenario[] {
  if (replay !== undefined) return [scenario(seed, replay.index, replay.point, replay.mode, replay.nth)];
  const random = seeded(seed, 'scenarios');
  const points = shuffled(KILL_POINTS, random);
  const modes = shuffled(MODES, random);
  return Array.from({ length: runs }, (_, index) => {
    const point = points[index % points.length] ?? 'post.before';
    // A round of all points moves on by one mode more, so that in time every point meets every mode.
    const turn = index + Math.floor(index / points.length);
    const nth = NEEDS_REQUEUE.has(point) || NEEDS_TIME.has(point) ? 1 : 1 + random.below(3);
    return scenario(seed, index, point, modeFor(point, modes[turn % modes.length] ?? 'ok'), nth);
  });
}

function modeFor(point: KillPoint, drawn: Mode): Mode {
  if (NEEDS_REQUEUE.has(point)) return '429';
  if (NEEDS_TIME.has(point) && !SLOW.has(drawn)) return 'late-answer';
  if (point === 'post.head-received' && HEADLESS.has(drawn)) return 'ok';
  if (point.startsWith('pause.')) return 'account-refused';
  return NEEDS_REPORT.has(point) && REFUSES.has(drawn) ? 'ok' : drawn;
}

function scenario(seed: number, index: number, point: KillPoint, mode: Mode, nth: number): Scenario {
  return { seed: `${seed}-${index}`, point, nth, mode, isTerminated: index % 2 === 1 };
}

function resultTable(results: readonly RunResult[]): string {
  const byRow = new Map<string, RunResult[]>();
  for (const result of results) {
    const { point, mode } = result.scenario;
    const key = `${point} ${mode}`;
    byRow.set(key, [...(byRow.get(key) ?? []), result]);
  }
  const rows = [...byRow.values()].sort((a, b) => orderOf(a) - orderOf(b)).map((group) => rowOf(group));
  const ms = results.reduce((sum, result) => sum + result.ms, 0);
  return table(
    ['point', 'mode', 'runs', 'kills', ...FIGURES],
    [...rows, ['total', `${Math.round(ms / Math.max(1, results.length))} ms a run`, ...numbersOf(results)]],
  );
}

function orderOf([first]: readonly RunResult[]): number {
  const names: readonly (string | undefined)[] = KILL_POINTS;
  return names.indexOf(first?.scenario.point);
}

function rowOf(group: readonly RunResult[]): string[] {
  const { point = '', mode = '' } = group[0]?.scenario ?? {};
  return [point, mode, ...numbersOf(group)];
}

function numbersOf(group: readonly RunResult[]): string[] {
  const sum = (pick: (figures: Figures) => number): number =>
    group.reduce((total, { figures }) => total + pick(figures), 0);
  const kills = group.reduce((total, result) => total + result.kills, 0);
  return [group.length, kills, ...FIGURES.map((name) => sum((figures) => figures[name]))].map(String);
}
