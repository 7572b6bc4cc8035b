import { APPROVE_SEND, CANCEL_BUTTON, DECLINE_REASON_INPUT, DECLINE_SEND } from '../../../src/slack/ids.ts';
import { NOT_CANCELLED } from '../../../src/slack/listeners/actions/cancel-send-action.ts';
import { NOT_DECIDED } from '../../../src/slack/rules/decided-sentences.ts';
import { type Person, stateOf } from '../person.ts';
import type { View } from '../upstreams/slack.ts';
import { until } from '../wait.ts';
import type { World } from '../world.ts';

/** Which of the two processes a press goes to, as long as that one lives. */
type Place = 0 | 1;

/** Slack shows a press that nobody answers as failed, and the person presses again. */
const MAX_ANSWER_MS = 3_000;
/** Who is told so presses again. */
const ASKS_TO_PRESS_AGAIN: ReadonlySet<string | undefined> = new Set([NOT_DECIDED, NOT_CANCELLED]);

/**
 * Asks for approval of an offer; the button is pressed twice at each process.
 *
 * @param only the process where alone it is pressed: of two the other one may be quicker each time
 * @returns the ID of the send
 */
export async function askFor(world: World, note: string, numbers: readonly string[], only?: Place): Promise<string> {
  let tries = 0;
  const review = await until('a review', () => {
    const port = portOf(world, (tries++ % 2) as Place);
    return port === undefined ? undefined : world.person.review(port, note, numbers, 'chaos_offer');
  });
  await until('an offer that is asked for', async () => {
    if (only === undefined) return (await world.press(review)).includes('taken');
    const port = portOf(world, only);
    return port !== undefined && (await world.person.confirm(port, review)) === 'taken';
  });
  const [row] = await world.database.query(`select id from sends where message like '%"${note}"%'`);
  return String(row?.['id']);
}

/** The block of the buttons on the copy of an approver, which carries what was shown. */
export function buttonsOf({ slack }: World, { userId }: Person, sendId: string): Promise<string> {
  return until('a direct message that asks for approval', () => {
    const copy = slack.notices.find((one) => one.channel === userId && one.sendId === sendId);
    const blocks = copy?.shown.at(-1)?.blocks ?? [];
    const buttons = blocks.find((block) => JSON.stringify(block).includes(`"${APPROVE_SEND}"`));
    return buttons === undefined ? undefined : String(buttons['block_id']);
  });
}

/** Presses Approve until it is decided or the person is told why not. @param blockId of the buttons that are pressed */
export function approve(world: World, person: Person, place: Place, sendId: string, blockId: string): Promise<unknown> {
  return pressUntil(world, place, hasAnswered(world, person, sendId), (port, responseUrl) =>
    person.press(port, APPROVE_SEND, sendId, { blockId, responseUrl }),
  );
}

/** Opens the question why, which {@link decline} answers. */
export function openDecline(world: World, person: Person, sendId: string, blockId: string): Promise<View> {
  let tries = 0;
  return until('the view to decline in', async () => {
    const port = portOf(world, (tries++ % 2) as Place);
    const triggerId = `decline-${tries}-${sendId}`;
    if (port === undefined || !(await person.press(port, DECLINE_SEND, sendId, { blockId, triggerId })))
      return undefined;
    return until('the view', () => world.slack.openedFor(triggerId), MAX_ANSWER_MS).catch(() => undefined);
  });
}

export function decline(world: World, person: Person, place: Place, sendId: string, view: View): Promise<unknown> {
  const values = stateOf(view.blocks, { [DECLINE_REASON_INPUT]: 'wrong price' });
  return pressUntil(world, place, hasAnswered(world, person, sendId), (port) =>
    person.submit(port, `V-${sendId}`, view, values),
  );
}

/** Presses Cancel until nothing more of the send leaves, or there is nothing to stop. */
export function stop(world: World, person: Person, place: Place, sendId: string): Promise<unknown> {
  const isStopped = () => isTrue(world, `sends where id = '${sendId}' and state = 'stopped'`);
  return pressUntil(world, place, isStopped, (port, responseUrl) =>
    person.press(port, CANCEL_BUTTON, sendId, { responseUrl }),
  );
}

/** Withdraws what still waits; what was approved, and should not have been, is left to reach its phone. */
export async function withdraw(world: World, place: Place, sendId: string): Promise<void> {
  if (await isTrue(world, `approval_requests where send_id = '${sendId}' and state = 'waiting'`))
    await stop(world, world.person, place, sendId);
}

/** The port of this process, or of the other while this one starts again. */
export function portOf({ slots }: World, place: Place): number | undefined {
  return slots[place].port ?? slots[1 - place]?.port;
}

/** Whether the ledger has this person's word, or was faster with another's. */
function hasAnswered(world: World, { userId }: Person, sendId: string): () => Promise<boolean> {
  return () =>
    isTrue(
      world,
      `approval_requests where send_id = '${sendId}' and (state <> 'waiting' or exists (
        select 1 from approvals where approvals.send_id = approval_requests.send_id and person_id = '${userId}'))`,
    );
}

async function isTrue({ database }: World, condition: string): Promise<boolean> {
  return (await database.query(`select 1 as found from ${condition}`)).length > 0;
}

/** A process may die over the press: then nothing is heard, and it is pressed again. */
function pressUntil(
  world: World,
  place: Place,
  isOver: () => Promise<boolean>,
  press: (port: number, responseUrl: string) => Promise<unknown>,
): Promise<unknown> {
  return until('an answer to a press', async () => {
    const port = portOf(world, place);
    if (port === undefined) return false;
    const { url, said } = world.slack.responseUrl();
    await press(port, url);
    const isTold = () => said() !== undefined && !ASKS_TO_PRESS_AGAIN.has(said());
    return until('it', async () => isTold() || (await isOver()), MAX_ANSWER_MS).catch(() => false);
  });
}
