import type { Postgres } from '../../test/support/postgres.ts';
import type { BotPool } from './bot-process.ts';
import type { Mode } from './kaleyra.ts';
import type { KillPoint } from './kill-points.ts';
import { checkLists, type KnownList, type ListFigures, MAX_IN_FLIGHT, noListFigures } from './list-check.ts';
import { createListPerson, type ListPerson, type ListReview, type ListRow } from './list-person.ts';
import { seeded } from './random.ts';
import { pause, until } from './wait.ts';
import { createWorld, type World } from './world.ts';

/** What becomes of a list: all of it leaves, it is stopped while it leaves, or it leaves later. */
export type Fate = 'whole' | 'stopped' | 'scheduled';

/** One run: everything that it does follows from these. */
export interface ListScenario {
  readonly seed: string;
  readonly point: KillPoint;
  readonly nth: number;
  readonly mode: Mode;
  readonly fate: Fate;
  readonly rows: number;
}

export interface ListResult {
  readonly scenario: ListScenario;
  readonly kills: number;
  readonly figures: ListFigures;
  readonly violations: readonly string[];
  readonly ms: number;
}

/** A list that is to be stopped takes so many seconds, so that there is something to stop. */
const SECONDS_TO_STOP = 3;
/** Nothing may leave before its time. */
const WATCHED_MS = 700;
/** More than the five minutes that a person has to choose at least. */
const LATER_S = 400;
/** A list has one card for many changes, and each failure doubles the wait for the next try. */
const SLACK_FAILURES = 0.1;
const MAX_QUIET_MS = 180_000;
const FIRST_NUMBER = 919_840_000_000;
/** Numbers that rise by one are taken for a column that was dragged down. */
const STEP = 7;

/** Two bots on one database; one dies at the point while a list is planned, confirmed, sent, stopped or due. */
export async function listRun(scenario: ListScenario, pool: BotPool, postgres?: Postgres): Promise<ListResult> {
  const startedAt = performance.now();
  const { seed, mode, fate, point, rows } = scenario;
  const rate = fate === 'stopped' ? Math.ceil(rows / SECONDS_TO_STOP) : 1_000;
  const environment = {
    KALEYRA_MESSAGES_PER_SECOND: String(rate),
    KALEYRA_MAX_IN_FLIGHT: String(MAX_IN_FLIGHT),
    LIST_MAX_ROWS: '10000',
  };
  const world = await createWorld({ pool, seed, mode, postgres, environment, slackFailures: SLACK_FAILURES });
  const figures = noListFigures();
  const lists: KnownList[] = [];
  const violations: string[] = [];
  try {
    await live(world, scenario, lists);
    await world.quiet(MAX_QUIET_MS);
  } catch (error) {
    violations.push(error instanceof Error ? error.message : 'broken');
  }
  violations.push(...(await checkLists(world, lists, figures).catch((error: unknown) => [String(error)])));
  const kills = world.slots.flatMap(({ killedAt }) => killedAt).length;
  if (kills === 0) violations.push(`nothing was killed at ${point}`);
  for (const { code, signal } of world.endings()) {
    if (signal !== 'SIGKILL' && code !== 0) violations.push(`a process ended with ${code ?? signal}`);
  }
  await world.close();
  return { scenario, kills, figures, violations, ms: Math.round(performance.now() - startedAt) };
}

/** @param lists gets each list as soon as something of it could leave */
async function live(world: World, scenario: ListScenario, lists: KnownList[]): Promise<void> {
  const { seed, point, nth, fate, rows: size } = scenario;
  const person = createListPerson(world);
  const [dying, other] = world.slots;
  const forgotten = rowsOf(`N-${seed}-forgotten`, Math.ceil(size / 5), size);
  lists.push({ rows: forgotten, sendId: undefined, isStopped: false });
  await reviewed(world, person, forgotten, [other, dying]);

  const arm = { point, nth, signal: 'SIGKILL' } as const;
  if (point.startsWith('plan-save.')) dying.arm(arm);
  const rows = rowsOf(`N-${seed}`, size, 0);
  const review = await reviewed(world, person, rows, [dying, other]);
  lists.push({ rows, sendId: review.planId, isStopped: fate === 'stopped' });
  if (fate !== 'scheduled' && !point.startsWith('plan-save.')) dying.arm(arm);
  await confirmed(world, person, review, scenario);
  if (fate === 'scheduled') await comeDue(world, review.planId, () => world.slots.map((slot) => slot.arm(arm)));
  if (fate === 'stopped') await stop(world, person, review.planId, scenario);
}

function rowsOf(name: string, count: number, first: number): readonly ListRow[] {
  return Array.from({ length: count }, (_, index) => ({
    note: `${name}-${index}`,
    number: String(FIRST_NUMBER + (first + index) * STEP),
  }));
}

/** Goes from the command to the review, and begins again where a process died. */
async function reviewed(
  world: World,
  person: ListPerson,
  rows: readonly ListRow[],
  slots: World['slots'],
): Promise<ListReview> {
  let tries = 0;
  return until(
    'a review of a list',
    async () => {
      const { port } = slots[tries++ % 2] ?? slots[0];
      if (port === undefined) return undefined;
      return person.review(port, rows, () => world.slots.some((slot) => slot.port === port));
    },
    MAX_QUIET_MS,
  );
}

/** The button is delivered to the process that is to die, and then four times, twice to each. */
async function confirmed(
  world: World,
  person: ListPerson,
  review: ListReview,
  { fate, point }: ListScenario,
): Promise<void> {
  const dueAt = fate === 'scheduled' ? Math.round(Date.now() / 1_000) + LATER_S : undefined;
  const press = (port: number) => person.confirm(port, review, dueAt);
  const [{ port: first }] = world.slots;
  // Where both confirm at once is the other half of the runs.
  if (first !== undefined && !point.startsWith('plan-confirm.')) await press(first);
  await until('a confirmed list', async () => (await Promise.all(portsTwice(world).map(press))).includes('taken'));
}

function portsTwice({ slots }: World): readonly number[] {
  return slots.flatMap(({ port }) => (port === undefined ? [] : [port, port]));
}

/** Nothing leaves before its time, which is then brought forward. */
async function comeDue({ database, kaleyra }: World, sendId: string, arm: () => void): Promise<void> {
  await pause(WATCHED_MS);
  if (kaleyra.phones.size > 0) throw new Error(`I1: ${kaleyra.phones.size} phones had a message before its time`);
  arm();
  await database.change(`update lists set due_at = ${Date.now()} where send_id = '${sendId}'`);
}

/** Stops it while both processes claim its rows, or when it paused by itself before. */
async function stop(world: World, person: ListPerson, sendId: string, { rows, seed }: ListScenario): Promise<void> {
  const { database, kaleyra } = world;
  const enough = 1 + seeded(seed, 'stop').below(Math.ceil(rows / 2));
  const stateNow = async () => (await database.query(`select state from sends where id = '${sendId}'`))[0]?.['state'];
  const isTime = async () => kaleyra.phones.size >= enough || (await stateNow()) === 'paused';
  await until('rows that left', isTime, MAX_QUIET_MS);
  await until('a stopped list', async () => {
    await Promise.all(portsTwice(world).map((port) => person.stop(port, sendId)));
    return (await stateNow()) === 'stopped';
  });
}
