import { atOnce } from '../at-once.ts';
import type { Campaign, Tally } from '../kills/campaign.ts';
import type { KillPoint } from '../kills/kill-points.ts';
import { seeded, shuffled } from '../random.ts';
import { say, table } from '../table.ts';
import type { ReplyFigures } from './check.ts';
import { type FakePoint, type ReplyResult, type ReplyScenario, replyRun } from './run.ts';

type Place = Pick<ReplyScenario, 'point' | 'during'>;

/** Where processes die, by what is being done then: a few runs have something of each. */
const PLACES: readonly (readonly Place[])[] = [
  during('replies', [
    ...(['incoming.arrived', 'incoming.before-store', 'incoming.under-way'] as const),
    ...(['incoming.stored', 'incoming.answered'] as const),
  ]),
  during('replies', ['slack.replies-arrived', 'slack.replies-made']),
  during('replies', [
    ...(['claim-thread.before', 'claim-thread.after', 'replies-post.before'] as const),
    ...(['replies-post.after', 'save-thread.before', 'save-thread.after'] as const),
  ]),
  during('answers', ['answer-accept.before', 'answer-accept.under-way', 'answer-accept.after', 'ack.after']),
  during('answers', ['kaleyra.answer-arrived', 'kaleyra.answer-made']),
  during('answers', [
    ...(['claim-batch.after', 'post.before', 'post.bytes-left', 'post.head-received'] as const),
    ...(['post.after', 'settle.before', 'settle.after'] as const),
  ]),
  during('replies', ['any-moment']),
];
const MODES = ['ok', '202', 'late-answer'] as const;
const MAX_NTH = 4;
const SLACK_FAILURES = 0.1;
const FIGURES = [
  ...(['told', 'posts', 'lost', 'doubles', 'notExcluded', 'answers', 'onPhones', 'answerDoubles'] as const),
  ...(['unknown', 'wrongCards', 'extraCards'] as const),
] as const;

/** People write and are answered while processes die around what is saved, posted and sent. */
export async function replyCampaign(campaign: Campaign): Promise<Tally> {
  const planned = scenarios(campaign);
  const results = await atOnce(campaign.atOnce, planned, (one) => replyRun(one, campaign.pool, campaign.postgres));
  say(resultTable(results));
  const failed = results.filter(({ violations }) => violations.length > 0);
  for (const { scenario, violations } of failed) {
    const { seed, point, mode, nth } = scenario;
    say(`FAILED  seed ${seed} · point ${point} · n ${nth} · mode ${mode} · ${scenario.during}`);
    for (const violation of violations.slice(0, 20)) say(`        ${violation}`);
    const engine = campaign.postgres === undefined ? 'sqlite' : 'postgres';
    say(`        npm run chaos -- --only replies --database ${engine} --seed ${campaign.seed} --runs ${campaign.runs}`);
  }
  return { passed: results.length - failed.length, failed: failed.length };
}

function during(what: ReplyScenario['during'], points: readonly (KillPoint | FakePoint)[]): readonly Place[] {
  return points.map((point) => ({ point, during: what }));
}

function scenarios({ runs, seed }: Campaign): readonly ReplyScenario[] {
  const random = seeded(seed, 'replies');
  const places = PLACES.map((kind) => shuffled(kind, random));
  // So that a few short runs with other seeds have something of everything, too.
  const first = random.below(places.length);
  return Array.from({ length: runs }, (_, index) => {
    const round = Math.floor(index / places.length);
    const kind = places[(first + index) % places.length] ?? [];
    const place = kind[round % kind.length] ?? { point: 'any-moment', during: 'replies' };
    const mode = MODES[(index + round) % MODES.length] ?? 'ok';
    const nth = 1 + random.below(MAX_NTH);
    return { ...place, seed: `${seed}-${index}-reply`, nth, mode, slackFailures: SLACK_FAILURES };
  });
}

function resultTable(results: readonly ReplyResult[]): string {
  const groups = [...Map.groupBy(results, ({ scenario }) => scenario.point).values()];
  const order = ([first]: readonly ReplyResult[]): number =>
    PLACES.flat().findIndex(({ point }) => point === first?.scenario.point);
  const ms = results.reduce((sum, result) => sum + result.ms, 0);
  return table(
    ['point', 'during', 'runs', 'kills', ...FIGURES],
    [
      ...groups
        .sort((a, b) => order(a) - order(b))
        .map((group) => [group[0]?.scenario.point ?? '', group[0]?.scenario.during ?? '', ...numbersOf(group)]),
      ['total', `${Math.round(ms / Math.max(1, results.length))} ms a run`, ...numbersOf(results)],
    ],
  );
}

function numbersOf(group: readonly ReplyResult[]): string[] {
  const sum = (pick: (figures: ReplyFigures) => number): number =>
    group.reduce((total, { figures }) => total + pick(figures), 0);
  const kills = group.reduce((total, result) => total + result.kills, 0);
  return [group.length, kills, ...FIGURES.map((name) => sum((figures) => figures[name]))].map(String);
}
