import { createExplanations } from '../../../src/core/explanations/explanation.ts';
import { ALL_STATUSES, type DeliveryStatus, STATUSES } from '../../../src/core/send/delivery/status.ts';
import { meaningOf } from '../../../src/kaleyra/codes/code-meanings.ts';
import { sendCard } from '../../../src/slack/cards/card.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { Findings } from '../last-look.ts';
import { type Blame, violationOf } from '../promises.ts';
import type { Phone } from '../upstreams/kaleyra.ts';
import type { Block, PostedCard } from '../upstreams/slack.ts';
import { KALEYRA_TIMEOUT_MS, type KnownSend, LEASE_MS, SENDER, type World } from '../world.ts';

export interface Figures {
  sends: number;
  phones: number;
  doubles: number;
  lost: number;
  unknown: number;
  stuck: number;
  wrongCards: number;
  extraCards: number;
}

/** Ranks of what a card may say of one recipient; a card never goes back. */
const RANK: Readonly<Record<DeliveryStatus, number>> = {
  queued: 0,
  sending: 0,
  cancelled: 1,
  unknown: 1,
  rejected: 1,
  accepted: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
};
/** The words of a card, with the status that each stands for. */
const STATUS_OF_LABEL = new Map<string, DeliveryStatus>(ALL_STATUSES.map((status) => [STATUSES[status].label, status]));
const STATUS = new RegExp(`^(${[...STATUS_OF_LABEL.keys()].join('|')}) \\S+$`);
const NOTHING: Figures = {
  sends: 0,
  phones: 0,
  doubles: 0,
  lost: 0,
  unknown: 0,
  stuck: 0,
  wrongCards: 0,
  extraCards: 0,
};

export function noFigures(): Figures {
  return { ...NOTHING };
}

/**
 * Looks at phones, cards and answers from outside, and at the ledger only for what cannot be seen there.
 *
 * @param outages of the database: what was posted cannot be saved then, and its lease ends
 */
export async function check(world: World, outages = 0): Promise<Findings<Figures>> {
  const figures = noFigures();
  const violations: string[] = [];
  const blame: Blame = (...given) => void violations.push(violationOf(...given));
  figures.sends = world.sends.length;
  for (const phone of world.kaleyra.phones.values()) {
    figures.phones += phone.messages;
    if (phone.messages > 1) {
      figures.doubles += phone.messages - 1;
      blame('sent_twice', `${phone.messages} messages of ${phone.note} on one phone`);
    }
  }
  const living = await livingCards(world);
  for (const send of world.sends) checkSend(world, living, send, figures, blame);
  // A process that was frozen, or answers that a busy machine delayed, may show old news once; the last look at its card says whether it is put right.
  if (!wasFrozen(world) && lateAnswers(world) === 0) for (const card of world.slack.cards) checkHistory(card, blame);
  await checkLedger(world, figures, blame);
  checkExtraCards(world, outages, figures, blame);
  checkLeaks(world, blame);
  return { figures, violations };
}

function wasFrozen({ slots }: World): boolean {
  return slots.some(({ killedAt, endings }) => killedAt.length > endings.filter(({ code }) => code !== 0).length);
}

function cardsOf({ slack }: World, { note }: KnownSend): PostedCard[] {
  return slack.cards.filter(({ shown }) => JSON.stringify(shown[0]?.blocks).includes(`${note}.`));
}

/** Of several cards of one send, the one that the ledger keeps up to date; the others are left over from lost answers. */
export async function livingCards({ database, slack }: World): Promise<ReadonlySet<PostedCard>> {
  const rows = await database.query(`select message_ts from cards where role = 'channel' and message_ts is not null`);
  const known = new Set(rows.map(({ message_ts: ts }) => ts));
  return new Set(slack.cards.filter(({ ts }) => known.has(ts)));
}

function checkSend(
  world: World,
  living: ReadonlySet<PostedCard>,
  send: KnownSend,
  figures: Figures,
  blame: Blame,
): void {
  const card = cardsOf(world, send).find((one) => living.has(one));
  const shown = statusesIn(card?.shown.at(-1)?.blocks ?? []);
  if (send.isAcked && shown.length !== send.numbers.length) {
    figures.lost += 1;
    blame('lost', `${send.note} was accepted and its card shows ${shown.length} of ${send.numbers.length} recipients`);
    return;
  }
  if (new Set(cardsOf(world, send).map(({ sendId }) => sendId)).size > 1)
    blame('two_sends', `${send.note} is two sends`);
  for (const [index, number] of send.numbers.entries()) {
    const phone = world.kaleyra.phones.get(`${send.note} ${number}`);
    const status = shown[index] ?? 'queued';
    if (status === 'unknown') figures.unknown += 1;
    if (RANK[status] === 0) figures.stuck += 1;
    checkRecipient(`${send.note}#${index}`, status, phone, blame);
  }
}

/** What the ledger or a card says of one recipient, beside what the phone had. */
export function checkRecipient(name: string, status: DeliveryStatus, phone: Phone | undefined, blame: Blame): void {
  const messages = phone?.messages ?? 0;
  if (RANK[status] === 0) blame('stuck', `${name} is still ${status}`);
  const isOver = status === 'rejected' || status === 'cancelled';
  if (isOver && messages > 0) blame('untrue_status', `${name} is ${status} and on a phone`);
  if (RANK[status] >= 2 && messages === 0) blame('untrue_status', `${name} is ${status} and on no phone`);
  if (phone === undefined || phone.reported.length === 0) return;
  if (status === 'unknown') blame('ignored_report', `${name} is unknown though reports were taken`);
  const reported = Math.max(...phone.reported.map((word) => RANK[word as DeliveryStatus]));
  if (RANK[status] < reported)
    blame('status_fell', `${name} is ${status} though more was reported (${phone.reported.join()})`);
}

/** What a card says of each recipient, in its order. */
function statusesIn(blocks: readonly Block[]): DeliveryStatus[] {
  const found: DeliveryStatus[] = [];
  JSON.stringify(blocks, (key, value: unknown) => {
    const label = key === 'text' && typeof value === 'string' ? STATUS.exec(value)?.[1] : undefined;
    const status = label === undefined ? undefined : STATUS_OF_LABEL.get(label);
    if (status !== undefined) found.push(status);
    return value;
  });
  return found;
}

function checkHistory({ shown, sendId }: PostedCard, blame: Blame): void {
  let before: readonly DeliveryStatus[] = [];
  for (const { blocks, isLate } of shown) {
    // What comes late stands there until the next edit; what counts is that there is one, and the last look at the card says so.
    if (isLate) continue;
    const now = statusesIn(blocks);
    for (const [index, status] of now.entries()) {
      const earlier = before[index];
      if (earlier !== undefined && RANK[status] < RANK[earlier]) {
        blame('status_fell', `the card of ${sendId} went back from ${earlier} to ${status}`);
      }
    }
    before = now;
  }
}

async function checkLedger(world: World, figures: Figures, blame: Blame): Promise<void> {
  const rows = await world.database.query('select id, dedupe_key from sends');
  const acked = world.sends.filter(({ isAcked }) => isAcked).length;
  if (rows.length < acked) blame('lost', `${acked} sends were accepted and ${rows.length} are in the ledger`);
  if (rows.length > world.sends.length) blame('two_sends', `${world.sends.length} reviews became ${rows.length} sends`);
  await checkAttempts(world, blame);
  await checkShownCards(
    world,
    rows.map(({ id }) => String(id)),
    figures,
    blame,
  );
}

/** The ledger counts an attempt before its request leaves. */
export async function checkAttempts({ database, kaleyra }: World, blame: Blame): Promise<void> {
  for (const { token, attempts } of await database.query('select token, attempts from batches')) {
    const requests = kaleyra.requestsByToken.get(String(token)) ?? 0;
    if (requests > Number(attempts)) blame('uncounted_request', `${requests} requests for ${attempts} attempts`);
  }
}

/** Every card shows in the end what the ledger says. */
export async function checkShownCards(
  world: World,
  sendIds: readonly string[],
  figures: Pick<Figures, 'wrongCards'>,
  blame: Blame,
): Promise<void> {
  const { database } = world;
  const living = await livingCards(world);
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const store = await openStore({ url: database.url, messagesPerSecond: 1_000, leaseMs: LEASE_MS, log: silent });
  try {
    for (const id of sendIds) {
      const record = await store.ledger.findSend(id);
      const live = [...living].find(({ sendId }) => sendId === id);
      const explanations = createExplanations({ meaningOf, timeoutSeconds: KALEYRA_TIMEOUT_MS / 1_000 });
      const right =
        record &&
        sendCard(record, {
          role: 'channel',
          shape: 'full',
          explanations,
          messagesPerSecond: 40,
          mode: 'live',
          senders: [],
        });
      if (JSON.stringify(live?.shown.at(-1)?.blocks) !== JSON.stringify(right?.blocks)) {
        figures.wrongCards += 1;
        blame(
          'wrong_card',
          `the card of ${id} shows something else than the ledger: ${live?.shown.at(-1)?.text} / ${right?.text}`,
        );
      }
    }
  } finally {
    await store.close();
  }
}

/** Cards that one process shows at once: a process that dies may lose so many posts. */
const CARD_LANES = 4;

/** One more card is excused by a post whose answer the bot did not get, and by a process or a database that ended on it. */
export function checkExtraCards(
  world: World,
  outages: number,
  figures: Pick<Figures, 'extraCards'>,
  blame: Blame,
): void {
  const { cards, unansweredPosts, hangs } = world.slack;
  figures.extraCards = cards.length - new Set(cards.map(({ sendId }) => sendId)).size;
  const tooLate = lateAnswers(world);
  const disturbances = outages + unansweredPosts + hangs + world.slots.flatMap(({ killedAt }) => killedAt).length;
  const crashes = world.endings().filter(({ code }) => code !== 0).length;
  const excused = (crashes + outages) * CARD_LANES + (disturbances === 0 ? 0 : unansweredPosts + tooLate);
  if (figures.extraCards > excused) blame('extra_card', `${figures.extraCards} extra cards, ${excused} excused`);
}

/** A machine that is too busy lets answers come too late, and leases end, that Slack had no part in. @returns how many */
export function lateAnswers({ slack, slots }: World): number {
  const output = slots.map((slot) => slot.output).join('');
  const count = (text: string): number => output.split(text).length - 1;
  return Math.max(0, count('"reason":"timeout"') - slack.hangs) + count('claim of a card lost');
}

function checkLeaks(world: World, blame: Blame): void {
  const output = world.slots.map((slot) => slot.output).join('');
  const numbers = world.sends.flatMap((send) => send.numbers);
  const secret = [...world.secrets, ...numbers, SENDER, ...world.sends.map(({ note }) => note)];
  const inLog = secret.find((one) => output.includes(one));
  if (inLog !== undefined) blame('leaked', `a log line shows ${inLog}: ${lineWith(output, inLog)}`);
  const shown = JSON.stringify(world.slack.cards);
  if (numbers.some((number) => shown.includes(number) || shown.includes(number.slice(2)))) {
    blame('leaked', 'a card shows a whole number');
  }
}

function lineWith(output: string, text: string): string {
  return output.split('\n').find((line) => line.includes(text)) ?? '';
}
