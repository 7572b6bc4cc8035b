import type { Postgres } from '../../../test/support/postgres.ts';
import type { BotPool } from '../bots/bot-process.ts';
import type { KillPoint } from '../kills/kill-points.ts';
import { lastLook } from '../last-look.ts';
import type { MutantName } from '../mutants.ts';
import type { Mode } from '../upstreams/kaleyra.ts';
import { until } from '../wait.ts';
import { createWorld, type World } from '../world.ts';
import { checkLists, type KnownList, type ListFigures, MAX_IN_FLIGHT, noListFigures } from './check.ts';
import { comeDue, type Given, pauseAndResume, portsTwice, releaseAfterTrial, stop } from './fates.ts';
import { createListPerson, type ListPerson, type ListReview, type ListRow } from './person.ts';

/**
 * What becomes of a list: all of it leaves, it is stopped while it leaves, and then its rest is sent, or it leaves later; it is
 * paused and resumed, its first rows leave first, or it is held because it is due too late.
 */
export type Fate = 'whole' | 'stopped' | 'rest' | 'scheduled' | 'paused' | 'trial' | 'held';

/** One run: everything that it does follows from these. */
export interface ListScenario {
  readonly seed: string;
  readonly point: KillPoint | undefined;
  readonly nth: number;
  readonly mode: Mode;
  readonly fate: Fate;
  readonly rows: number;
  readonly mutant?: MutantName | undefined;
}

export interface ListResult {
  readonly scenario: ListScenario;
  readonly kills: number;
  readonly figures: ListFigures;
  readonly violations: readonly string[];
  readonly ms: number;
}

/** A list that is to be stopped takes so many seconds, so that there is something to stop. */
const SECONDS_TO_STOP = 5;
/** More than the five minutes that a person has to choose at least. */
const LATER_S = 400;
/** A list has one card for many changes, and each failure doubles the wait for the next try. */
const SLACK_FAILURES = 0.1;
const FIRST_NUMBER = 919_840_000_000;
/** Numbers that rise by one are taken for a column that was dragged down. */
const STEP = 7;

/** Two bots on one database; one dies at the point while a list is planned, confirmed, sent, stopped or due. */
export async function listRun(scenario: ListScenario, pool: BotPool, postgres?: Postgres): Promise<ListResult> {
  const startedAt = performance.now();
  const { seed, mode, fate, mutant, point, rows } = scenario;
  const rate = isHeldUp(fate) ? Math.ceil(rows / SECONDS_TO_STOP) : 1_000;
  const environment = {
    KALEYRA_MESSAGES_PER_SECOND: String(rate),
    KALEYRA_MAX_IN_FLIGHT: String(MAX_IN_FLIGHT),
    LIST_MAX_ROWS: '10000',
  };
  const world = await createWorld({ pool, seed, mode, mutant, postgres, environment, slackFailures: SLACK_FAILURES });
  const lists: KnownList[] = [];
  const violations: string[] = [];
  try {
    await live(world, scenario, lists);
    await world.quiet();
  } catch (error) {
    violations.push(error instanceof Error ? error.message : 'broken');
  }
  const judged = await lastLook(world, mutant, () => checkLists(world, lists)).catch((error: unknown) => ({
    figures: noListFigures(),
    violations: [String(error)],
  }));
  violations.push(...judged.violations);
  const kills = world.slots.flatMap(({ killedAt }) => killedAt).length;
  if (point !== undefined && kills === 0) violations.push(`nothing was killed at ${point}`);
  for (const { code, signal } of world.endings()) {
    if (signal !== 'SIGKILL' && code !== 0) violations.push(`a process ended with ${code ?? signal}`);
  }
  await world.close();
  return { scenario, kills, figures: judged.figures, violations, ms: Math.round(performance.now() - startedAt) };
}

/** Something has to be left when it is stopped or paused. */
function isHeldUp(fate: Fate): boolean {
  return fate === 'stopped' || fate === 'rest' || fate === 'paused';
}

/** @param lists gets each list as soon as something of it could leave */
async function live(world: World, scenario: ListScenario, lists: KnownList[]): Promise<void> {
  const { seed, point, nth, fate, rows: size } = scenario;
  const person = createListPerson(world);
  const [dying, other] = world.slots;
  const forgotten = rowsOf(`N-${seed}-forgotten`, Math.ceil(size / 5), size);
  lists.push({ rows: forgotten, sendId: undefined, isStopped: false });
  await reviewed(world, forgotten, [other, dying], person.review);

  const arm = (slots = [dying]) => {
    if (point !== undefined) for (const slot of slots) slot.arm({ point, nth, signal: 'SIGKILL' });
  };
  const isInReview = point?.startsWith('plan-save.') === true;
  if (isInReview && fate !== 'rest') arm();
  const rows = rowsOf(`N-${seed}`, size, 0);
  const review = await reviewed(world, rows, [dying, other], person.review);
  const list = { rows, sendId: review.planId, isStopped: fate === 'stopped' || fate === 'rest' };
  lists.push(list);
  if (!isArmedLater(fate) && !isInReview) arm();
  await confirmed(world, person, review, scenario);
  const given: Given = { world, person, scenario, list, arm };
  if (fate === 'scheduled' || fate === 'held') await comeDue(given, () => arm([dying, other]));
  if (fate === 'stopped' || fate === 'rest') await stop(given);
  if (fate === 'paused') await pauseAndResume(given);
  if (fate === 'trial') await releaseAfterTrial(given);
  if (fate === 'rest') await sendRest(given, lists);
}

/** What is looked for happens long after the confirmation. */
function isArmedLater(fate: Fate): boolean {
  return fate === 'scheduled' || fate === 'held' || fate === 'rest';
}

async function sendRest({ arm, list, person, scenario, world }: Given, lists: KnownList[]): Promise<void> {
  await world.quiet();
  arm();
  const review = await reviewed(world, list.sendId, world.slots, person.reviewRest);
  const planned = await world.database.query(`select recipient from deliveries where send_id = '${review.planId}'`);
  const recipients = new Set(planned.map(({ recipient }) => String(recipient).slice(1)));
  const rest = list.rows.filter(({ number }) => recipients.has(number));
  lists.splice(lists.indexOf(list), 1, { ...list, rest }, { rows: rest, sendId: review.planId, isStopped: false });
  await confirmed(world, person, review, scenario);
}

function rowsOf(name: string, count: number, first: number): readonly ListRow[] {
  return Array.from({ length: count }, (_, index) => ({
    note: `${name}-${index}`,
    number: String(FIRST_NUMBER + (first + index) * STEP),
  }));
}

/** Goes to the review, and begins again where a process died. */
async function reviewed<Asked>(
  world: World,
  asked: Asked,
  slots: World['slots'],
  review: (port: number, asked: Asked, isUp: () => boolean) => Promise<ListReview | undefined>,
): Promise<ListReview> {
  let tries = 0;
  return until('a review of a list', async () => {
    const { port } = slots[tries++ % 2] ?? slots[0];
    if (port === undefined) return undefined;
    return review(port, asked, () => world.slots.some((slot) => slot.port === port));
  });
}

/** The button is delivered to the process that is to die, and then four times, twice to each. */
async function confirmed(
  world: World,
  person: ListPerson,
  review: ListReview,
  { fate, point }: ListScenario,
): Promise<void> {
  const isLater = fate === 'scheduled' || fate === 'held';
  const dueAt = isLater ? Math.round(Date.now() / 1_000) + LATER_S : undefined;
  const press = (port: number) => person.confirm(port, review, { dueAt, isTrial: fate === 'trial' });
  const [{ port: first }] = world.slots;
  // Where both confirm at once is the other half of the runs.
  if (first !== undefined && point?.startsWith('plan-confirm.') !== true) await press(first);
  await until('a confirmed list', async () => (await Promise.all(portsTwice(world).map(press))).includes('taken'));
}
