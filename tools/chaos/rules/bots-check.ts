import type { DeliveryStatus } from '../../../src/core/send/delivery/status.ts';
import { approverCard } from '../../../src/slack/cards/approval/approver-card.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { checkAttempts, checkExtraCards, checkRecipient, checkShownCards, lateAnswers } from '../kills/check.ts';
import { type Blame, violationOf } from '../promises.ts';
import { LEASE_MS, type World } from '../world.ts';
import type { RulesCheck } from './check.ts';
import { ledgerProblems } from './ledger-problems.ts';
import type { Expected, Story } from './scenes.ts';

/** As the policy beside this file has them. */
const LIMITS = { person: 60, number: 2 };
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Compares what reached phones with what people said and pressed, then the ledger and the cards with that.
 *
 * @param isWhole whether all that a run has was played, and not one scene alone
 */
export async function checkBots(world: World, story: Story, isWhole: boolean): Promise<RulesCheck> {
  const violations: string[] = [];
  const blame: Blame = (...given) => void violations.push(violationOf(...given));
  const phones = [...world.kaleyra.phones.values()];
  const expected = new Map(story.expected.map((one) => [keyOf(one), one]));
  const unapproved = phones.filter(
    ({ note, digits }) => (expected.get(`${note} ${digits}`)?.leaves ?? 'never') === 'never',
  );
  for (const { note } of unapproved) blame('unapproved_sent', `${note} reached a phone, and must not have`);
  const afterNo = story.saidNo.filter(({ number, at, graceMs }) =>
    phones.some(({ digits, lastAt }) => digits === number && lastAt > at + graceMs),
  );
  for (const { number } of afterNo) blame('sent_after_no', `•••• ${number.slice(-4)} got a message after they said no`);
  const messages = phones.reduce((sum, phone) => sum + phone.messages, 0);
  if (messages > phones.length) blame('sent_twice', `${messages - phones.length} messages reached a phone twice`);
  const unknown = await checkDeliveries(world, expected, blame);
  if (isWhole && story.listsTaken !== 1)
    blame('quota_passed', `of two lists that fit a quota one by one ${story.listsTaken} were taken`);
  violations.push(...(await ledgerProblems(world.database.query, LIMITS)));
  const sends = await checkCards(world, blame);
  await checkAttempts(world, blame);
  checkExtraCards(world, 0, { extraCards: 0 }, blame);
  return {
    figures: {
      sends,
      phones: messages,
      doubles: messages - phones.length,
      unapproved: unapproved.length,
      afterNo: afterNo.length,
      unknown,
    },
    violations,
  };
}

function keyOf({ note, number }: Pick<Expected, 'note' | 'number'>): string {
  return `${note} ${number}`;
}

/** @returns how many are unknown */
async function checkDeliveries(
  { database, kaleyra }: World,
  expected: ReadonlyMap<string, Expected>,
  blame: Blame,
): Promise<number> {
  const rows = await database.query(`select recipient, status, coalesce(batches.message, sends.message) as message
    from deliveries join sends on sends.id = deliveries.send_id join batches on batches.id = deliveries.batch_id
    where sends.state not in ('planned', 'discarded')`);
  const found = new Map<string, DeliveryStatus>(
    rows.map(({ recipient, status, message }) => {
      const note = /N-[\w-]+/.exec(String(message))?.[0] ?? '';
      return [`${note} ${String(recipient).slice(1)}`, status as DeliveryStatus] as const;
    }),
  );
  for (const [key, status] of found) checkRecipient(key.split(' ')[0] ?? '', status, kaleyra.phones.get(key), blame);
  for (const [key, { note, leaves }] of expected) {
    const status = found.get(key);
    if (leaves === 'must' && (status === undefined || status === 'cancelled'))
      blame('lost', `${note} was approved and is ${status ?? 'not there'}`);
  }
  return rows.filter(({ status }) => status === 'unknown').length;
}

/** Every card and every approver's copy shows in the end what the ledger says. @returns how many sends there are */
async function checkCards(world: World, blame: Blame): Promise<number> {
  const rows = await world.database.query(`select id from sends where state not in ('planned', 'discarded')`);
  const ids = rows.map(({ id }) => String(id));
  await checkShownCards(world, ids, { wrongCards: 0 }, blame);
  const copies = await world.database.query(
    `select send_id, destination, message_ts from cards where role = 'approver'`,
  );
  const store = await openStore({ url: world.database.url, messagesPerSecond: 1_000, leaseMs: LEASE_MS, log: SILENT });
  try {
    for (const { send_id: sendId, destination, message_ts: ts } of copies) {
      const send = await store.ledger.findSend(String(sendId));
      const shown = world.slack.notices.find((notice) => notice.ts === ts)?.shown.at(-1);
      const right =
        send?.approval &&
        approverCard(send, send.approval, {
          personId: String(destination),
          mode: 'live',
          senders: [],
          message: send.message,
          countries: [],
        });
      const [is, should] = [shown?.blocks ?? [], right?.blocks ?? []].map((blocks) => JSON.stringify(blocks));
      if (is !== should)
        blame(
          'wrong_card',
          `the copy of ${destination} shows ${firstDifference(is ?? '', should ?? '')} as the ledger has it, ${lateAnswers(world)} late answers`,
        );
    }
  } finally {
    await store.close();
  }
  return ids.length;
}

/** What is shown from where it differs, and what should be. */
function firstDifference(is: string, should: string): string {
  const at = [...is].findIndex((character, index) => character !== should[index]);
  const [from, to] = [Math.max(0, at - 40), at + 120];
  return `${is.slice(from, to)} in place of ${should.slice(from, to)}`;
}
