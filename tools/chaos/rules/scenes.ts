import { createListPerson, type ListReview, type ListRow } from '../lists/person.ts';
import type { Person } from '../person.ts';
import { tellAll } from '../replies/tell.ts';
import { until } from '../wait.ts';
import type { World } from '../world.ts';
import { approve, askFor, buttonsOf, decline, openDecline, portOf, stop, withdraw } from './offers.ts';

/** What a person of the harness knows of one message to somebody, beside what the ledger says. */
export interface Expected {
  readonly note: string;
  readonly number: string;
  /** `must`: it was approved, and nobody stopped it. `may`: of two who pressed at once either is first. */
  readonly leaves: 'must' | 'may' | 'never';
}

/** A person said no, and was answered at that time, by `performance.now()`. */
interface SaidNo {
  readonly number: string;
  readonly at: number;
  /** What was on its way then may still come. */
  readonly graceMs: number;
}

/** What happened in one run. */
export interface Story {
  readonly expected: Expected[];
  readonly saidNo: SaidNo[];
  /** How many lists were accepted of two that fit a quota only one by one. */
  listsTaken: number;
}

export interface Stage {
  readonly world: World;
  /** Tells the notes of this run apart. */
  readonly name: string;
  /** A number that nobody else has. */
  readonly newNumber: () => string;
  readonly story: Story;
}

/** Together one more than a person may send a day; the policy beside this file says so. */
const RIVALS = [30, 31] as const;
const LIST_ROWS = 30;
const WHO_SAY_NO = 6;
/** A claim that came before a no leaves within a lease. */
const ON_ITS_WAY_MS = 1_200;

/** Two approvers press at the same moment, each at another process. */
export async function approvedTogether(stage: Stage): Promise<void> {
  const { world } = stage;
  const { sendId } = await asked(stage, 'together', 'must', { people: 2 });
  const [ben, carla] = approvers(world);
  const blocks = await Promise.all([buttonsOf(world, ben, sendId), buttonsOf(world, carla, sendId)]);
  await Promise.all([approve(world, ben, 0, sendId, blocks[0]), approve(world, carla, 1, sendId, blocks[1])]);
}

/** One approves at one process while the other declines at the other. */
export async function declinedMeanwhile(stage: Stage): Promise<void> {
  const { world } = stage;
  const { sendId } = await asked(stage, 'declined', 'may');
  const [ben, carla] = approvers(world);
  const view = await openDecline(world, carla, sendId, await buttonsOf(world, carla, sendId));
  const block = await buttonsOf(world, ben, sendId);
  await Promise.all([approve(world, ben, 0, sendId, block), decline(world, carla, 1, sendId, view)]);
}

/** Who asked stops it while it is approved. */
export async function stoppedMeanwhile(stage: Stage): Promise<void> {
  const { world } = stage;
  const { sendId } = await asked(stage, 'stopped', 'may');
  const [ben] = approvers(world);
  const block = await buttonsOf(world, ben, sendId);
  await Promise.all([stop(world, world.person, 0, sendId), approve(world, ben, 1, sendId, block)]);
}

/** Who asked presses Approve, on a copy of somebody else; and an approver shows what another send says. */
export async function approvedByRequester(stage: Stage): Promise<void> {
  const { world } = stage;
  const { sendId } = await asked(stage, 'own', 'never');
  const [ben] = approvers(world);
  const block = await buttonsOf(world, ben, sendId);
  await Promise.all([
    approve(world, world.person, 0, sendId, block),
    approve(world, ben, 1, sendId, 'approval:of-another-send'),
  ]);
  await withdraw(world, 0, sendId);
}

/** Other words are put in after an approver was shown the first ones. */
export async function changedBefore(stage: Stage): Promise<void> {
  const { world, name } = stage;
  const { sendId } = await asked(stage, 'changed', 'never');
  const [ben] = approvers(world);
  const block = await buttonsOf(world, ben, sendId);
  await world.database.change(
    `update sends set message = replace(message, '${name}-changed', '${name}-other') where id = '${sendId}'`,
  );
  await approve(world, ben, 0, sendId, block);
  await withdraw(world, 1, sendId);
}

/** A person says no after it was confirmed and before it is approved. */
export async function saidNoBefore(stage: Stage): Promise<void> {
  const { world } = stage;
  const { sendId, numbers } = await asked(stage, 'said-no', 'never', { only: 0 });
  await Promise.all(numbers.map((number) => saysNo(stage, number, 0)));
  const [ben] = approvers(world);
  await approve(world, ben, 0, sendId, await buttonsOf(world, ben, sendId));
}

/** The last people of a list say no while it leaves. */
export async function saidNoInList(stage: Stage): Promise<void> {
  const { world, name } = stage;
  const rows = rowsOf(stage, `${name}-list`, LIST_ROWS, 'may');
  const person = createListPerson({ person: world.colleague('U5'), slack: world.slack });
  const review = await reviewed(stage, person, rows, 0);
  await until('a list that is confirmed', async () => (await confirm(stage, person, review, 0)) === 'taken');
  const hasLeft = ({ note, number }: ListRow) => world.kaleyra.phones.has(`${note} ${number}`);
  await until('the first row', () => rows.some(hasLeft));
  await Promise.all(rows.slice(-WHO_SAY_NO).map(({ number }) => saysNo(stage, number, ON_ITS_WAY_MS)));
}

/** Two lists that fit a person's quota only one by one are confirmed at the same moment, each at another process. */
export async function rivalLists(stage: Stage): Promise<void> {
  const { world, name, story } = stage;
  const rivals = await Promise.all(
    RIVALS.map(async (count, index) => {
      const place = index === 0 ? 0 : 1;
      const person = createListPerson({ person: world.colleague('U4'), slack: world.slack, name: String(index) });
      const rows = rowsOf(stage, `${name}-rival-${index}`, count, 'may');
      return { person, place, review: await reviewed(stage, person, rows, place) } as const;
    }),
  );
  const answers = await Promise.all(
    rivals.map(({ person, place, review }) =>
      until('an answer to a list', async () => {
        const answer = await confirm(stage, person, review, place);
        return answer !== 'nothing' && answer;
      }),
    ),
  );
  story.listsTaken += answers.filter((answer) => answer === 'taken').length;
}

function approvers({ colleague }: World): readonly [Person, Person] {
  return [colleague('U2'), colleague('U3')];
}

async function asked(
  { world, name, newNumber, story }: Stage,
  what: string,
  leaves: Expected['leaves'],
  { people = 1, only }: { readonly people?: number; readonly only?: 0 | 1 } = {},
) {
  const note = `${name}-${what}`;
  const numbers = Array.from({ length: people }, newNumber);
  story.expected.push(...numbers.map((number) => ({ note, number, leaves })));
  return { sendId: await askFor(world, note, numbers, only), numbers };
}

async function saysNo({ world, story }: Stage, from: string, graceMs: number): Promise<void> {
  const at = Math.floor(Date.now() / 1_000);
  const stop = { name: 'Asha', from, note: undefined, kind: 'text', text: 'STOP', at, replyTo: undefined } as const;
  await tellAll(world, [{ way: 'query', replies: [stop], times: 1 }]);
  story.saidNo.push({ number: from, at: performance.now(), graceMs });
}

function rowsOf(
  { newNumber, story }: Stage,
  name: string,
  count: number,
  leaves: Expected['leaves'],
): readonly ListRow[] {
  const rows = Array.from({ length: count }, (_, index) => ({ note: `${name}-${index}`, number: newNumber() }));
  story.expected.push(...rows.map((row) => ({ ...row, leaves })));
  return rows;
}

type ListPerson = ReturnType<typeof createListPerson>;

function reviewed({ world }: Stage, person: ListPerson, rows: readonly ListRow[], place: 0 | 1): Promise<ListReview> {
  return until('a review of a list', () => {
    const port = portOf(world, place);
    if (port === undefined) return undefined;
    return person.review(port, rows, () => world.slots.some((slot) => slot.port === port));
  });
}

async function confirm({ world }: Stage, person: ListPerson, review: ListReview, place: 0 | 1) {
  const port = portOf(world, place);
  return port === undefined ? 'nothing' : person.confirm(port, review, {});
}
