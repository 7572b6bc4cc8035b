import { MIN_ROWS_FOR_TRIAL } from '../../../src/core/limits.ts';
import { atOnce } from '../at-once.ts';
import type { Campaign, Tally } from '../kills/campaign.ts';
import type { KillPoint } from '../kills/kill-points.ts';
import { seeded, shuffled } from '../random.ts';
import { say, table } from '../table.ts';
import type { ListFigures } from './check.ts';
import { type Fate, type ListResult, type ListScenario, listRun } from './run.ts';

interface Place {
  readonly point: KillPoint;
  readonly fate: Fate;
}

/** A process comes here once for each row, so any of the first may be the one. */
const EACH_ROW = [
  ...(['claim-batch.before', 'claim-batch.after', 'post.before', 'post.bytes-left'] as const),
  ...(['post.head-received', 'post.after', 'settle.before', 'settle.after'] as const),
] as const satisfies readonly KillPoint[];

/** Where a process dies, by what is being done then: a few runs have something of each. */
const PLACES: readonly (readonly Place[])[] = [
  (['plan-save.before', 'plan-save.under-way', 'plan-save.after'] as const).map(at('whole')),
  (['plan-confirm.before', 'plan-confirm.after'] as const).map(at('whole')),
  EACH_ROW.map(at('whole')),
  EACH_ROW.map(at('stopped')),
  (['list-stop.before', 'list-stop.after'] as const).map(at('stopped')),
  (['start-due.before', 'start-due.after'] as const).map(at('scheduled')),
  [
    ...(['list-pause.before', 'list-pause.after', 'list-resume.before', 'list-resume.after'] as const),
    ...(['claim-batch.before', 'claim-batch.after', 'post.bytes-left'] as const),
  ].map(at('paused')),
  (['list-release.before', 'list-release.after', 'claim-batch.after'] as const).map(at('trial')),
  (['list-hold.before', 'list-hold.after', 'list-send-held.before', 'list-send-held.after'] as const).map(at('held')),
  (['plan-save.before', 'plan-save.after', 'plan-confirm.before', 'plan-confirm.after'] as const).map(at('rest')),
];
/** A stop comes when some rows have left, so the process has to die among the first. */
const MAX_NTH_TO_STOP = 5;
const MODES = ['ok', 'mostly-ok', '202', 'mostly-ok'] as const;
const FIGURES = ['rows', 'phones', 'doubles', 'lost', 'unknown', 'notLeft', 'wrongCards', 'extraCards'] as const;

/** Lists that are planned, confirmed, stopped and scheduled while a process dies. @param rows of each list */
export async function listCampaign(campaign: Campaign, rows: number): Promise<Tally> {
  const planned = scenarios(campaign, rows);
  const results = await atOnce(campaign.atOnce, planned, (one) => listRun(one, campaign.pool, campaign.postgres));
  say(resultTable(results));
  const failed = results.filter(({ violations }) => violations.length > 0);
  for (const { scenario, violations } of failed) {
    const { seed, point, mode, nth, fate } = scenario;
    say(`FAILED  seed ${seed} · point ${point} · n ${nth} · mode ${mode} · ${fate}`);
    for (const violation of violations.slice(0, 20)) say(`        ${violation}`);
    const engine = campaign.postgres === undefined ? 'sqlite' : 'postgres';
    say(
      `        npm run chaos -- --only lists --database ${engine} --seed ${campaign.seed} --lists ${campaign.runs} --rows ${rows}`,
    );
  }
  return { passed: results.length - failed.length, failed: failed.length };
}

function at(fate: Fate): (point: KillPoint) => Place {
  return (point) => ({ point, fate });
}

function scenarios({ runs, seed }: Campaign, rows: number): readonly ListScenario[] {
  const random = seeded(seed, 'lists');
  const places = PLACES.map((kind) => shuffled(kind, random));
  // So that a few short runs with other seeds have something of everything, too.
  const first = random.below(places.length);
  return Array.from({ length: runs }, (_, index) => {
    const round = Math.floor(index / places.length);
    const kind = places[(first + index) % places.length] ?? [];
    const { point, fate } = kind[round % kind.length] ?? at('whole')('plan-save.after');
    const most = fate === 'whole' ? Math.ceil(rows / 8) : MAX_NTH_TO_STOP;
    const nth = EACH_ROW.some((one) => one === point) ? 1 + random.below(most) : 1;
    const mode = MODES[(index + round) % MODES.length] ?? 'ok';
    const size = fate === 'trial' ? Math.max(rows, MIN_ROWS_FOR_TRIAL) : rows;
    return { seed: `${seed}-${index}-list`, point, fate, mode, rows: size, nth };
  });
}

function resultTable(results: readonly ListResult[]): string {
  const groups = [...Map.groupBy(results, ({ scenario }) => `${scenario.point} ${scenario.fate}`).values()];
  const nameOf = ([first]: readonly ListResult[]): readonly [string, string] => [
    first?.scenario.point ?? '',
    first?.scenario.fate ?? '',
  ];
  const order = (group: readonly ListResult[]): number =>
    PLACES.flat().findIndex(({ point, fate }) => `${point} ${fate}` === nameOf(group).join(' '));
  const ms = results.reduce((sum, result) => sum + result.ms, 0);
  return table(
    ['point', 'list', 'runs', 'kills', ...FIGURES],
    [
      ...groups.sort((a, b) => order(a) - order(b)).map((group) => [...nameOf(group), ...numbersOf(group)]),
      ['total', `${Math.round(ms / Math.max(1, results.length))} ms a run`, ...numbersOf(results)],
    ],
  );
}

function numbersOf(group: readonly ListResult[]): string[] {
  const sum = (pick: (figures: ListFigures) => number): number =>
    group.reduce((total, { figures }) => total + pick(figures), 0);
  const kills = group.reduce((total, result) => total + result.kills, 0);
  return [group.length, kills, ...FIGURES.map((name) => sum((figures) => figures[name]))].map(String);
}
