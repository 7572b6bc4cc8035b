import { PAUSE_LIST, RELEASE_ROWS, RESUME_LIST, SEND_HELD_NOW, STOP_LIST } from '../../../src/slack/ids.ts';
import { violationOf } from '../promises.ts';
import { seeded } from '../random.ts';
import { pause, until } from '../wait.ts';
import type { World } from '../world.ts';
import type { KnownList } from './check.ts';
import type { ListPerson } from './person.ts';
import type { ListScenario } from './run.ts';

/** A list that was confirmed, and what people do with it. */
export interface Given {
  readonly world: World;
  readonly person: ListPerson;
  readonly scenario: ListScenario;
  readonly list: KnownList & { readonly sendId: string };
  /** Lets the process die where the run asks, from now on. */
  readonly arm: () => void;
}

/** Nothing may leave meanwhile. */
const WATCHED_MS = 700;
const TRIAL_ROWS = 3;
/** Longer than a list may be late, and than its first rows are waited for. */
const TOO_LATE_MS = 2 * 60 * 60_000;
const TRIAL_WAITED_MS = 61_000;

/** Nothing leaves before its time, which is then brought forward: to now, or so far back that a person is asked. */
export async function comeDue({ list, person, scenario, world }: Given, arm: () => void): Promise<void> {
  const { database } = world;
  const { sendId } = list;
  await watchPhones(world, 0, 'before its time');
  arm();
  const isHeld = scenario.fate === 'held';
  const dueAt = Date.now() - (isHeld ? TOO_LATE_MS : 0);
  await database.change(`update lists set due_at = ${dueAt} where send_id = '${sendId}'`);
  if (!isHeld) return;
  await until('a list that is due', async () => (await stateOf(world, sendId)) !== 'scheduled');
  await watchPhones(world, 0, 'though it was due too late');
  await pressUntil({ world, person, sendId }, SEND_HELD_NOW, (state) => state !== 'held');
}

/** Stops it while both processes claim its rows, or when it paused by itself before. */
export async function stop(given: Given): Promise<void> {
  await untilSomeLeft(given);
  await pressUntil({ ...given, sendId: given.list.sendId }, STOP_LIST, (state) => state === 'stopped');
}

/** Pauses it while both processes claim its rows. What was not claimed then does not leave before it is resumed. */
export async function pauseAndResume(given: Given): Promise<void> {
  const { list, world } = given;
  const { sendId } = list;
  await untilSomeLeft(given);
  await pressUntil({ ...given, sendId }, PAUSE_LIST, (state) => state === 'paused' || state === undefined);
  const claimed = await claimedOf(world, sendId);
  await pause(WATCHED_MS);
  const later = await claimedOf(world, sendId);
  if (later !== claimed)
    throw new Error(violationOf('sent_in_pause', `${claimed} rows had been claimed at the pause, and ${later} later`));
  if (world.kaleyra.phones.size > claimed)
    throw new Error(
      violationOf('sent_in_pause', `${world.kaleyra.phones.size} phones, and ${claimed} rows had been claimed`),
    );
  await pressUntil({ ...given, sendId }, RESUME_LIST, (state) => state !== 'paused');
}

/** Only the first rows leave; the card asks, and a person says so. */
export async function releaseAfterTrial(given: Given): Promise<void> {
  const { list, world } = given;
  const { sendId } = list;
  await until('the first rows', async () => (await claimedOf(world, sendId)) >= TRIAL_ROWS);
  await watchPhones(world, TRIAL_ROWS, 'though only the first rows may leave');
  // A row of which no report comes is waited for a minute.
  await world.database.change(
    `update deliveries set changed_at = changed_at - ${TRIAL_WAITED_MS} where send_id = '${sendId}' and status <> 'queued'`,
  );
  const asks = () => world.slack.cards.some(({ shown }) => JSON.stringify(shown.at(-1)?.blocks).includes(RELEASE_ROWS));
  await until('a card that asks for the other rows', asks);
  await pressUntil({ ...given, sendId }, RELEASE_ROWS, (state) => state !== 'trial');
}

export function portsTwice({ slots }: World): readonly number[] {
  return slots.flatMap(({ port }) => (port === undefined ? [] : [port, port]));
}

async function untilSomeLeft({ list, scenario, world }: Given): Promise<void> {
  const enough = 1 + seeded(scenario.seed, 'stop').below(Math.ceil(scenario.rows / 2));
  const isTime = async () => world.kaleyra.phones.size >= enough || (await stateOf(world, list.sendId)) === 'paused';
  await until('rows that left', isTime);
}

interface Pressed extends Pick<Given, 'world' | 'person'> {
  readonly sendId: string;
}

/** The button is delivered four times, twice to each process, until the list is in another state. */
async function pressUntil(
  { world, person, sendId }: Pressed,
  actionId: string,
  isDone: (state: unknown) => boolean,
): Promise<void> {
  await until(`a list after ${actionId}`, async () => {
    await Promise.all(portsTwice(world).map((port) => person.press(port, actionId, sendId)));
    return isDone(await stateOf(world, sendId));
  });
}

async function stateOf({ database }: World, sendId: string): Promise<unknown> {
  return (await database.query(`select state from sends where id = '${sendId}'`))[0]?.['state'];
}

async function claimedOf({ database }: World, sendId: string): Promise<number> {
  const [row] = await database.query(
    `select count(*) as n from deliveries where send_id = '${sendId}' and status <> 'queued'`,
  );
  return Number(row?.['n'] ?? 0);
}

async function watchPhones({ kaleyra }: World, most: number, when: string): Promise<void> {
  await pause(WATCHED_MS);
  if (kaleyra.phones.size > most)
    throw new Error(violationOf('sent_early', `${kaleyra.phones.size} phones had a message ${when}`));
}
