import type { Postgres } from '../../../test/support/postgres.ts';
import type { BotPool } from '../bots/bot-process.ts';
import type { KillPoint } from '../kills/kill-points.ts';
import { lastLook } from '../last-look.ts';
import type { MutantName } from '../mutants.ts';
import { violationOf } from '../promises.ts';
import { seeded } from '../random.ts';
import type { Mode } from '../upstreams/kaleyra.ts';
import type { Block } from '../upstreams/slack.ts';
import { pause, until } from '../wait.ts';
import { createWorld, type World } from '../world.ts';
import { type AnswerOrder, answer, type GivenAnswer, namesIn } from './agents.ts';
import { checkReplies, noReplyFigures, type ReplyFigures } from './check.ts';
import { guestsOf, numbersOf, type WrittenReply, writeRound } from './story.ts';
import { tellAll } from './tell.ts';

/** Both processes are killed by whom they have asked, before it did anything and after it did all of it. */
export type FakePoint =
  | `slack.replies-${'arrived' | 'made'}`
  | `kaleyra.answer-${'arrived' | 'made'}`
  /** One and then the other, again and again. */
  | 'any-moment';

/** One run: everything that it does follows from these. */
export interface ReplyScenario {
  readonly seed: string;
  readonly point: KillPoint | FakePoint | undefined;
  readonly nth: number;
  /** What is done when a process dies. */
  readonly during: 'replies' | 'answers';
  readonly mode: Mode;
  readonly slackFailures: number;
  readonly mutant?: MutantName | undefined;
}

export interface ReplyResult {
  readonly scenario: ReplyScenario;
  readonly kills: number;
  readonly figures: ReplyFigures;
  readonly violations: readonly string[];
  readonly ms: number;
}

const SENDS = 2;
const WRITTEN_AT_FIRST = 5;
const WRITTEN_LATER = 2;
const MORE_ROUNDS = 6;
/** Often one process alone is to die, and on a busy machine the other one may take nearly all of the answers. */
const MORE_ANSWERS = 20;
const KILLS_AT_ANY_MOMENT = 4;
const INBOX = 'C0INBOX';

interface Live {
  readonly world: World;
  readonly scenario: ReplyScenario;
  readonly guests: ReturnType<typeof guestsOf>[];
  readonly replies: WrittenReply[];
  readonly answers: GivenAnswer[];
  readonly violations: string[];
}

/** Two bots on one database; they die at the point while people write and are answered, and what people see is judged at the end. */
export async function replyRun(scenario: ReplyScenario, pool: BotPool, postgres?: Postgres): Promise<ReplyResult> {
  const startedAt = performance.now();
  const { mode, mutant, point, seed, slackFailures } = scenario;
  const inbox = seeded(seed, 'inbox').chance(0.5) ? INBOX : undefined;
  const environment = inbox === undefined ? {} : { INBOX_CHANNEL: inbox };
  const world = await createWorld({
    pool,
    seed,
    mode,
    mutant,
    postgres,
    environment,
    slackFailures,
    reports: 'in-order',
  });
  const guests = Array.from({ length: SENDS }, (_, index) => guestsOf(seed, index));
  const live: Live = { world, scenario, guests, replies: [], answers: [], violations: [] };
  const { violations } = live;
  try {
    await play(live);
  } catch (error) {
    violations.push(error instanceof Error ? error.message : 'broken');
  }
  const happened = { ...live, inbox };
  const judged = await lastLook(world, mutant, () => checkReplies(world, happened)).catch((error: unknown) => ({
    figures: noReplyFigures(),
    violations: [String(error)],
  }));
  violations.push(...judged.violations);
  const kills = killsIn(world);
  if (point !== undefined && kills === 0) violations.push(`nothing was killed at ${point}`);
  for (const { code, signal } of world.endings())
    if (signal !== 'SIGKILL' && code !== 0) violations.push(`a process ended with ${code ?? signal}`);
  await world.close();
  return { scenario, kills, figures: judged.figures, violations, ms: Math.round(performance.now() - startedAt) };
}

async function play(live: Live): Promise<void> {
  const { guests, scenario, world } = live;
  for (const one of guests) await world.send(one.note, numbersOf(one));
  await world.quiet();
  const watch = watchFakes(live);
  if (scenario.during === 'replies') watch.arm();
  await Promise.all([write(live, 0, WRITTEN_AT_FIRST), watch.storm()]);
  for (let round = 1; round < MORE_ROUNDS && isStillDue(live, 'replies'); round++)
    await write(live, round, WRITTEN_LATER);
  if (scenario.during === 'answers') watch.arm();
  await answerGuests(live);
  for (let round = 0; round < MORE_ANSWERS && isStillDue(live, 'answers'); round++) await answerAgain(live, round);
  // What people write next belongs to the send that was answered, not to the answer.
  await write(live, MORE_ROUNDS, WRITTEN_LATER);
}

/** A process that did not come to its point yet gets more to do. */
function isStillDue({ scenario, world }: Live, during: ReplyScenario['during']): boolean {
  return scenario.during === during && scenario.point !== undefined && killsIn(world) === 0;
}

function killsIn(world: World): number {
  return world.endings().filter(({ signal }) => signal === 'SIGKILL').length;
}

async function write({ guests, replies, scenario, world }: Live, round: number, length: number): Promise<void> {
  const idsOf = (number: string) =>
    [...world.kaleyra.phones.values()]
      .filter(({ digits }) => digits === number)
      .flatMap(({ ids }) => ids)
      .reverse();
  const written = writeRound(scenario.seed, { guests, idsOf, length, round });
  replies.push(...written.replies);
  await tellAll(world, written.tellings);
  await world.quiet();
}

/** One colleague answers the first guest, and two at the same time answer the second. */
async function answerGuests(live: Live): Promise<void> {
  const { answers, guests, world } = live;
  const given = await Promise.all(
    guests.flatMap((one) => [
      answer(world, [orderFor(live, one.talker, 'U1', 'first')]),
      answer(world, [orderFor(live, one.wanted, 'U1', 'mine'), orderFor(live, one.wanted, 'U2', 'yours')]),
    ]),
  );
  answers.push(...given.flat());
  await world.quiet();
}

async function answerAgain(live: Live, round: number): Promise<void> {
  const { answers, guests, world } = live;
  const given = await Promise.all(
    guests.map(({ talker }) => answer(world, [orderFor(live, talker, 'U1', `again-${round}`)])),
  );
  answers.push(...given.flat());
  await world.quiet();
}

/** To the first reply of theirs that can be answered. */
function orderFor({ replies, scenario }: Live, number: string, userId: string, word: string): AnswerOrder {
  const reply = replies.find(({ from, text }) => from === number && text !== 'STOP');
  if (reply === undefined) throw new Error('nobody wrote');
  return { replyName: reply.name, number, userId, text: `N-${scenario.seed}-answer-${number.slice(-3)}-${word}` };
}

interface Watch {
  arm(): void;
  storm(): Promise<void>;
}

/** Kills as the run asks, and looks at each post of a STOP as it comes. */
function watchFakes({ scenario, violations, world, replies }: Live): Watch {
  const { during, nth, point, seed } = scenario;
  let isArmed = false;
  let count = 0;
  const die = (here: FakePoint): boolean => {
    if (!isArmed || here !== point) return false;
    count += 1;
    if (count !== nth) return false;
    for (const slot of world.slots) slot.signal('SIGKILL');
    return true;
  };
  world.slack.watchReplies(async (blocks, stage) => {
    if (stage === 'arrived') violations.push(...(await unhandledWords(world, replies, blocks)));
    return die(`slack.replies-${stage}`);
  });
  world.kaleyra.watchAnswers((stage) => die(`kaleyra.answer-${stage}`));
  return {
    arm() {
      isArmed = true;
      if (point === undefined || isFake(point)) return;
      const slots = seeded(seed, 'who').chance(0.5) ? world.slots : world.slots.slice(0, 1);
      for (const slot of slots) slot.arm({ point, nth, signal: 'SIGKILL' });
    },
    async storm() {
      if (point !== 'any-moment' || during !== 'replies') return;
      const random = seeded(seed, 'storm');
      for (let kill = 0; kill < KILLS_AT_ANY_MOMENT; kill++) {
        await pause(random.below(300));
        world.slots[kill % 2]?.signal('SIGKILL');
        await until('bots that listen again', () => world.slots.every(({ port }) => port !== undefined));
      }
    },
  };
}

function isFake(point: KillPoint | FakePoint): point is FakePoint {
  return point === 'any-moment' || point.startsWith('slack.replies-') || point.startsWith('kaleyra.');
}

/** When a STOP is shown, its person is opted out, or has taken it back later, and the post says so. */
async function unhandledWords(
  { database }: World,
  replies: readonly WrittenReply[],
  blocks: readonly Block[],
): Promise<readonly string[]> {
  const unhandled = await Promise.all(
    blocks.map(async (block) => {
      const [shown] = namesIn([block]);
      const stop = replies.find(({ name, text }) => name === shown && text === 'STOP');
      if (stop === undefined) return [];
      const { at, from, name } = stop;
      const rows = await database.query(
        `select 1 as found from opt_outs where number_end = '${from.slice(-4)}' union all select 1 from replies
         where recipient = '+${from}' and written_at > ${at * 1_000} and opt_out is not null`,
      );
      const isHandled = rows.length > 0 && JSON.stringify(block).includes('gets no more of these messages');
      return isHandled ? [] : [violationOf('wrong_opt_out', `${name} says STOP and is shown before it counts`)];
    }),
  );
  return unhandled.flat();
}
