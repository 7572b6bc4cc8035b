import type { Ledger } from '../../../src/store/ledger.ts';
import type { Lists } from '../../../src/store/lists/lists.ts';
import { readPhoneNumber, readTemplateMessage } from '../../../src/store/schema/codec.ts';
import { rowsOf, sqlOf } from '../behind-the-ledger.ts';
import { type Break, JOIN_LINE, type Whole, withStore } from '../bots/broken-store.ts';
import type { BrokenEdges } from '../bots/deadly-edges.ts';
import { oneAfterTheOther } from '../bots/meeting.ts';

/** Ways of getting lists wrong; each one has to be caught. */
export const LIST_BREAKS = {
  /** A stop is written down, and no claim reads it. */
  stop_not_in_claim: (whole) =>
    withLists(
      whole,
      ({ control, ...lists }) => ({
        ...lists,
        control: {
          ...control,
          async stop(sendId, by) {
            const counts = countsOf(whole, sendId);
            sqlOf(whole)(`update sends set state = 'stopped', state_by = '${by}', version = version + 1,
                on_their_way = ${counts.onTheirWay} where id = '${sendId}';
              update cards set wanted_version = wanted_version + 1 where send_id = '${sendId}'`);
            return { kind: 'stopped', isNew: true, ...counts };
          },
        },
      }),
      (ledger) => claimsThough(whole, 'stopped', ledger),
    ),
  /** A pause is written down, and no claim reads it. */
  pause_not_in_claim: (whole) =>
    withLists(
      whole,
      (lists) => lists,
      (ledger) => claimsThough(whole, 'paused', ledger),
    ),
  /** A plan can be claimed as soon as it is saved. */
  plan_claimable: (whole) =>
    withLists(whole, ({ plans, ...lists }) => ({
      ...lists,
      plans: {
        ...plans,
        async save(plan, around) {
          const digest = await plans.save(plan, around);
          sqlOf(whole)(`update sends set state = 'sending' where id = '${plan.id}';
            insert into queued_sends (send_id, sender, share, not_before, waiting_since)
            select id, sender, 0, 0, created_at from sends where id = '${plan.id}'`);
          return digest;
        },
      },
    })),
  /** What is unknown is sent with the rest. */
  rest_with_unknown: (whole) =>
    withLists(whole, ({ results, ...lists }) => ({
      ...lists,
      results: {
        ...results,
        async restOf(sendId, asker) {
          const rest = await results.restOf(sendId, asker);
          return rest && [...rest, ...unknownOf(whole, sendId)];
        },
      },
    })),
  /** What is due too late leaves all the same. */
  late_not_held: (whole) =>
    withLists(whole, ({ timed, ...lists }) => ({
      ...lists,
      timed: { ...timed, hold: (sendId) => timed.startDue(sendId) },
    })),
  /** All rows leave with the first. */
  trial_ignored: (whole) =>
    withLists(whole, ({ plans, ...lists }) => ({
      ...lists,
      plans: { ...plans, confirm: (confirmation) => plans.confirm({ ...confirmation, trial: false }) },
    })),
} as const satisfies Record<string, Break>;

function withLists(
  whole: Whole,
  change: (lists: Lists) => Lists,
  changeLedger: (ledger: Ledger) => Ledger = (ledger) => ledger,
): BrokenEdges {
  return withStore(whole, (store) => ({
    ...store,
    lists: change(store.lists),
    ledger: changeLedger(store.ledger),
  }));
}

/** Claims as if a send in this state were leaving. */
function claimsThough(whole: Whole, state: 'stopped' | 'paused', ledger: Ledger): Ledger {
  return {
    ...ledger,
    claimBatch: oneAfterTheOther(async (worker) => {
      const held = rowsOf(whole, `select id from sends where state = '${state}'`)
        .map(({ id }) => `'${id}'`)
        .join();
      if (held === '') return ledger.claimBatch(worker);
      sqlOf(whole)(`update sends set state = 'sending' where id in (${held}); ${JOIN_LINE}`);
      const claimed = await ledger.claimBatch(worker);
      sqlOf(whole)(`update sends set state = '${state}' where id in (${held}) and state = 'sending'`);
      return claimed;
    }),
  };
}

function countsOf(whole: Whole, sendId: string) {
  const count = (condition: string): number =>
    Number(
      rowsOf(whole, `select count(*) as n from deliveries where send_id = '${sendId}' and ${condition}`)[0]?.['n'],
    );
  return {
    left: count(`status not in ('queued', 'cancelled', 'sending')`),
    notLeft: count(`status in ('queued', 'cancelled')`),
    onTheirWay: count(`status = 'sending'`),
  };
}

function unknownOf(whole: Whole, sendId: string) {
  const rows = rowsOf(
    whole,
    `select deliveries.position, sheet_row, recipient, batches.message from deliveries
     join batches on batches.id = batch_id where deliveries.send_id = '${sendId}' and status = 'unknown'`,
  );
  return rows.map(({ message, position, recipient, sheet_row: row }) => ({
    row: Number(row ?? position),
    recipient: readPhoneNumber(String(recipient)),
    message: readTemplateMessage(String(message)),
  }));
}
