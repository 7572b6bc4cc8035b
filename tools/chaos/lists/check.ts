import { countsOf, type DeliveryStatus, type StatusCounts } from '../../../src/core/send/delivery/status.ts';
import {
  checkAttempts,
  checkExtraCards,
  checkRecipient,
  checkShownCards,
  lateAnswers,
  livingCards,
} from '../kills/check.ts';
import type { Findings } from '../last-look.ts';
import { type Blame, violationOf } from '../promises.ts';
import type { World } from '../world.ts';
import type { ListRow } from './person.ts';

export interface ListFigures {
  rows: number;
  phones: number;
  doubles: number;
  lost: number;
  unknown: number;
  notLeft: number;
  wrongCards: number;
  extraCards: number;
}

/** A list as the harness knows it, from outside. */
export interface KnownList {
  readonly rows: readonly ListRow[];
  /** The send that it became; undefined for one that nobody confirmed. */
  readonly sendId: string | undefined;
  readonly isStopped: boolean;
  /** What was sent later of a list that was stopped. */
  readonly rest?: readonly ListRow[] | undefined;
}

type ConfirmedList = KnownList & { readonly sendId: string };

/** What the bots of lists are told. */
export const MAX_IN_FLIGHT = 16;
/** Requests that a process may have under way, and as many whose answers it is writing. */
const IN_THE_AIR = 2 * MAX_IN_FLIGHT;
const LEFT_ON_CARD = /([\d,]+) of ([\d,]+) left/;
const STOPPED_ON_CARD = /([\d,]+) had left, ([\d,]+) did not(?:, ([\d,]+) w)?/;

export function noListFigures(): ListFigures {
  return { rows: 0, phones: 0, doubles: 0, lost: 0, unknown: 0, notLeft: 0, wrongCards: 0, extraCards: 0 };
}

/**
 * Looks at phones and cards from outside, and adds up what the ledger says of each row.
 *
 * @returns what was counted, and what is wrong
 */
export async function checkLists(world: World, lists: readonly KnownList[]): Promise<Findings<ListFigures>> {
  const figures = noListFigures();
  const violations: string[] = [];
  const blame: Blame = (...given) => void violations.push(violationOf(...given));
  checkPhones(world, lists, figures, blame);
  const confirmed = lists.filter((list): list is ConfirmedList => list.sendId !== undefined);
  for (const list of confirmed) await checkList(world, list, figures, blame);
  const ids = confirmed.map(({ sendId }) => sendId);
  const sends = await world.database.query(`select id from sends where state not in ('planned', 'discarded')`);
  if (sends.length !== ids.length) blame('two_sends', `${ids.length} lists became ${sends.length} sends`);
  await checkAttempts(world, blame);
  await checkShownCards(world, ids, figures, blame);
  checkExtraCards(world, 0, figures, blame);
  await checkInterrupted(world, blame);
  checkLeaks(world, lists, blame);
  return { figures, violations };
}

/** Each person got their own words, once, and nobody the words of a list that was not confirmed. */
function checkPhones({ kaleyra }: World, lists: readonly KnownList[], figures: ListFigures, blame: Blame): void {
  const confirmed = lists.filter(({ sendId }) => sendId !== undefined);
  const expected = new Set(confirmed.flatMap(({ rows }) => rows.map(keyOf)));
  for (const [key, { messages }] of kaleyra.phones) {
    figures.phones += messages;
    figures.doubles += messages - 1;
    if (messages > 1) blame('sent_twice', `${messages} messages of ${key} on one phone`);
    if (!expected.has(key)) blame('unconfirmed_sent', `${key} is on a phone, and nobody confirmed that`);
  }
}

function keyOf({ note, number }: ListRow): string {
  return `${note} ${number}`;
}

async function checkList(world: World, list: ConfirmedList, figures: ListFigures, blame: Blame): Promise<void> {
  const { rest = [], rows, sendId, isStopped } = list;
  const inRest = new Set(rest.map(keyOf));
  const found = await world.database.query(`select recipient, status from deliveries where send_id = '${sendId}'`);
  if (found.length !== rows.length) blame('lost', `${rows.length} rows were confirmed and ${found.length} are there`);
  const statuses = new Map(found.map(({ recipient, status }) => [String(recipient).slice(1), String(status)]));
  figures.rows += rows.length;
  let counts: StatusCounts = countsOf({});
  for (const row of rows) {
    const status = heldBack(statuses.get(row.number) as DeliveryStatus | undefined, isStopped);
    counts = { ...counts, [status]: counts[status] + 1 };
    // Nobody stopped it, so nothing may be cancelled; and what is queued waits for nothing any more.
    if (status === 'queued' || (status === 'cancelled' && !isStopped)) figures.lost += 1;
    if (status === 'cancelled' && !isStopped) blame('lost', `${row.note} was cancelled by nobody`);
    if (inRest.has(keyOf(row))) checkInRest(row, status, blame);
    else checkRecipient(row.note, status, world.kaleyra.phones.get(keyOf(row)), blame);
  }
  checkRestSize(list, counts.cancelled, blame);
  figures.unknown += counts.unknown;
  figures.notLeft += counts.cancelled;
  await checkCard(world, list, rows.length - counts.cancelled - counts.queued - counts.sending, blame);
  if (isStopped) checkStop(world, list, blame);
}

/** What is on a phone of the rest came from the rest, which is looked at by itself. */
function checkInRest({ note }: ListRow, status: DeliveryStatus, blame: Blame): void {
  if (status !== 'cancelled') blame('wrong_rest', `${note} is ${status} and sent again`);
}

function checkRestSize({ rest }: KnownList, notLeft: number, blame: Blame): void {
  if (rest !== undefined && rest.length !== notLeft)
    blame('wrong_rest', `${notLeft} rows did not leave, and the rest has ${rest.length}`);
}

/** The rows of a stopped list are marked a little later: until then they are queued, and cannot leave. */
function heldBack(status: DeliveryStatus | undefined, isStopped: boolean): DeliveryStatus {
  if (status === undefined) return 'queued';
  return status === 'queued' && isStopped ? 'cancelled' : status;
}

/** The card's numbers add up to the rows, and go back only where an edit came too late. @param left how many rows left, as the ledger has it */
async function checkCard(
  world: World,
  { rows, sendId, isStopped }: ConfirmedList,
  left: number,
  blame: Blame,
): Promise<void> {
  const living = [...(await livingCards(world))].find((card) => card.sendId === sendId);
  if (living === undefined) blame('lost', `${sendId} was confirmed and has no card`);
  const shown = living?.shown ?? [];
  let earlier = 0;
  for (const { text } of shown.filter(({ isLate }) => isLate !== true)) {
    const [now = 0] = numbersIn(LEFT_ON_CARD, text);
    if (now < earlier && lateAnswers(world) === 0)
      blame('status_fell', `the card went back from ${earlier} left to ${now}`);
    earlier = now;
  }
  const { blocks, text } = shown.at(-1) ?? { blocks: [], text: '' };
  if (numbersIn(LEFT_ON_CARD, text).join() !== `${left},${rows.length}`)
    blame('wrong_card', `${left} of ${rows.length} left, and the card says ${text}`);
  // What was on its way at the stop is told apart, and left.
  const [before = 0, notLeft = 0, onTheirWay = 0] = numbersIn(STOPPED_ON_CARD, JSON.stringify(blocks));
  if (isStopped && left > 0 && (before + onTheirWay !== left || notLeft !== rows.length - left))
    blame(
      'wrong_card',
      `${left} left, and the card says ${before} and ${onTheirWay} of ${before + notLeft + onTheirWay}`,
    );
}

function numbersIn(pattern: RegExp, text: string): number[] {
  return (pattern.exec(text) ?? []).slice(1).map((digits = '0') => Number(digits.replaceAll(',', '')));
}

/** Once a stop was answered, nothing leaves but what was on its way then. */
function checkStop(world: World, { rest = [], rows, sendId }: ConfirmedList, blame: Blame): void {
  const answers = stopsIn(world.slots.map(({ output }) => output).join('')).filter((stop) => stop.sendId === sendId);
  if (answers.length === 0) blame('wrong_stop', 'the list is stopped, and no process said so');
  const later = new Set(rest.map(keyOf));
  const reached = rows.filter((row) => world.kaleyra.phones.has(keyOf(row)) && !later.has(keyOf(row))).length;
  for (const { left, notLeft, onTheirWay } of answers) {
    if (left + notLeft + onTheirWay !== rows.length)
      blame(
        'wrong_stop',
        `${left} left, ${notLeft} did not and ${onTheirWay} on their way are not ${rows.length} rows`,
      );
    if (reached > left + onTheirWay)
      blame('wrong_stop', `${reached} phones, though ${left} had left and ${onTheirWay} were on their way at the stop`);
  }
}

interface Stop {
  readonly sendId: string;
  readonly left: number;
  readonly notLeft: number;
  readonly onTheirWay: number;
}

function stopsIn(output: string): readonly Stop[] {
  const lines = output.split('\n').filter((line) => line.includes('"send stopped"') && line.includes('"onTheirWay"'));
  return lines.map((line) => JSON.parse(line) as Stop);
}

/** A process that dies leaves no more in doubt than it had in the air. */
async function checkInterrupted({ database, slots }: World, blame: Blame): Promise<void> {
  const [row] = await database.query(
    `select count(*) as n from deliveries where status = 'unknown' and failure_reason = 'interrupted'`,
  );
  const interrupted = Number(row?.['n'] ?? 0);
  const kills = slots.flatMap(({ killedAt }) => killedAt).length;
  if (interrupted > kills * IN_THE_AIR)
    blame('needless_unknown', `${interrupted} rows are in doubt after ${kills} kills`);
}

function checkLeaks({ secrets, slack, slots }: World, lists: readonly KnownList[], blame: Blame): void {
  const rows = lists.flatMap((list) => list.rows);
  const numbers = new Set(rows.flatMap(({ number }) => [number, number.slice(2)]));
  const notes = new Set(rows.map(({ note }) => note));
  const isPrivate = (word: string): boolean => numbers.has(word) || notes.has(word);
  const output = slots.map((slot) => slot.output).join('');
  const inLog = [...secrets.filter((secret) => output.includes(secret)), ...wordsOf(output).filter(isPrivate)];
  if (inLog.length > 0) blame('leaked', `a log line shows ${inLog[0]}`);
  const onCard = wordsOf(JSON.stringify(slack.cards)).find(isPrivate);
  if (onCard !== undefined) blame('leaked', `a card shows ${onCard}`);
}

/** What may be a number or a note of a row. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\d{10,}|N-[\w-]+/g) ?? [];
}
