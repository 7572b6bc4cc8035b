import { randomUUID } from 'node:crypto';
import type { OptOutSaid } from '../../../src/flow/ports/store/replies/replies.ts';
import type { Replies } from '../../../src/store/replies/replies.ts';
import { sqlOf } from '../behind-the-ledger.ts';
import { type Break, reclaimLeases, type Whole, withStore } from '../bots/broken-store.ts';
import type { BrokenEdges } from '../bots/deadly-edges.ts';

const LATER_MS = 400;
const OUTCOME = { kind: 'saved', matchedBy: 'none' } as const;

/** Ways of getting replies wrong; each one has to be caught. */
export const REPLY_BREAKS = {
  /** What is about to be posted is marked as posted. */
  reply_marked_first: (whole) =>
    withThreads(whole, (threads) => ({
      ...threads,
      async claimThread(worker) {
        const claimed = await threads.claimThread(worker);
        if (claimed !== undefined) await threads.saveThread(claimed, { kind: 'posted', message: undefined, nextMs: 0 });
        return claimed;
      },
    })),
  /** Whoever looks first posts. */
  reply_no_claim: (whole) =>
    withThreads(whole, (threads) => ({
      ...threads,
      async claimThread(worker) {
        const claimed = await threads.claimThread(worker);
        if (claimed !== undefined)
          sqlOf(whole)('update reply_threads set lease_until = 0 where lease_until is not null');
        return claimed;
      },
    })),
  /** Kaleyra hears 200, and then it is saved. */
  reply_ack_first: (whole) =>
    withReplies(whole, (replies) => ({
      ...replies,
      async saveReplies(given, unmatched) {
        setTimeout(() => void replies.saveReplies(given, unmatched).catch(() => undefined), LATER_MS);
        return given.map(() => OUTCOME);
      },
    })),
  /** Every call of Kaleyra's is a new reply. */
  reply_no_key: (whole) =>
    withReplies(whole, (replies) => ({
      ...replies,
      saveReplies: (given, unmatched) =>
        replies.saveReplies(
          given.map((one) => ({ ...one, reply: { ...one.reply, id: `${one.reply.id}-${randomUUID()}` } })),
          unmatched,
        ),
    })),
  /** A STOP is shown, and counts a little later. */
  opt_out_later: (whole) =>
    withStore(whole, (store) => ({
      ...store,
      replies: {
        ...store.replies,
        async saveReplies(given, unmatched) {
          const outcomes = await store.replies.saveReplies(
            given.map((one) => (isOut(one.optOut) ? { ...one, optOut: undefined } : one)),
            unmatched,
          );
          for (const { optOut, reply } of given) {
            if (!isOut(optOut) || reply.from === undefined) continue;
            const optedOut = { numbers: [reply.from], scope: 'all', source: 'word', evidence: reply.id } as const;
            setTimeout(() => void store.rules.optOuts.addOptOuts(optedOut).catch(() => undefined), LATER_MS);
          }
          return outcomes;
        },
      },
    })),
  /** The card is not told that somebody answered. */
  tally_not_shown: (whole) =>
    withReplies(whole, (replies) => ({
      ...replies,
      async saveReplies(given, unmatched) {
        const outcomes = await replies.saveReplies(given, unmatched);
        sqlOf(whole)('update cards set wanted_version = shown_version where shown_version < wanted_version');
        return outcomes;
      },
    })),
  /** Every press is a new answer. */
  answer_no_key: (whole) =>
    withAnswers(whole, (answers) => ({
      ...answers,
      accept: (answer) => answers.accept({ ...answer, send: { ...answer.send, dedupeKey: randomUUID() } }),
    })),
  /** A lease that ends is an answer to send again. */
  answer_reclaimed: reclaimLeases,
  /** What a colleague answered a moment ago is not looked at. */
  colleague_unseen: (whole) =>
    withAnswers(whole, (answers) => ({
      ...answers,
      accept: (answer) => answers.accept({ ...answer, seenUntil: new Date(Date.now() + 60_000) }),
    })),
} as const satisfies Record<string, Break>;

function isOut(said: OptOutSaid | undefined): boolean {
  return said?.kind === 'opted_out';
}

function withReplies(whole: Whole, change: (replies: Replies) => Replies): BrokenEdges {
  return withStore(whole, (store) => ({ ...store, replies: change(store.replies) }));
}

function withThreads(whole: Whole, change: (threads: Replies['threads']) => Replies['threads']): BrokenEdges {
  return withReplies(whole, (replies) => ({ ...replies, threads: change(replies.threads) }));
}

function withAnswers(whole: Whole, change: (answers: Replies['answers']) => Replies['answers']): BrokenEdges {
  return withReplies(whole, (replies) => ({ ...replies, answers: change(replies.answers) }));
}
