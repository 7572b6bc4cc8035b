import {
  CARD_GIVEN_UP_AFTER_MS,
  FIRST_CARD_WAIT_MS,
  MAX_CARD_WAIT_MS,
  MAX_RETRY_AFTER_MS,
  MIN_CARD_ATTEMPTS,
} from '../../core/limits.ts';
import { restAfterPost } from '../../core/replies/posting.ts';
import type { Log } from '../ports/log.ts';
import { CannotBeStored } from '../ports/store/cannot-be-stored.ts';
import type {
  ClaimedThread,
  PostReplies,
  RepliesPosted,
  ReplyPost,
  ThreadLedger,
  ThreadProgress,
} from '../ports/store/replies/reply-threads.ts';
import { retryUntilSaved } from '../workers/retry-until-saved.ts';
import type { Work } from '../workers/worker.ts';

/** Slack takes one message a second in a channel, so more would mostly wait for each other. */
const LANES = 2;

interface Needs {
  readonly ledger: ThreadLedger;
  readonly postReplies: PostReplies;
  /** Where replies go that belong to no send; undefined: they are only counted. */
  readonly inboxChannel: string | undefined;
  readonly log: Log;
  /** From 0 to 1; spreads tries that fail together. */
  readonly random?: () => number;
}

/** The work of showing replies: each is posted in the thread of the card that it answers, a busy thread's gathered. */
export function createPostReplies({
  ledger,
  postReplies,
  inboxChannel,
  log,
  random = Math.random,
}: Needs): Work<ClaimedThread> {
  async function perform(thread: ClaimedThread): Promise<void> {
    const progress = await post(thread);
    if (progress.kind === 'given_up') log.error(factsOf(thread), 'replies counted and not shown: no place takes them');
    // What is not saved is posted a second time.
    const isSaved = await save(thread, progress).catch((error: unknown) => {
      if (!(error instanceof CannotBeStored) || progress.kind !== 'posted') throw error;
      return save(thread, { ...progress, message: undefined });
    });
    if (!isSaved) log.debug(factsOf(thread), 'claim of a reply thread lost');
  }

  async function post(thread: ClaimedThread): Promise<ThreadProgress> {
    // What was waiting is posted already: the count is put right.
    if (thread.replies.length === 0) return { kind: 'given_up' };
    if (thread.about?.isCardComing === true && !isSpent(thread)) return later(thread, undefined);
    for (const place of placesFor(thread, inboxChannel)) {
      const posted = await tryToPost(place, thread);
      if (posted.kind !== 'refused') return progressOf(posted, thread);
      log.warn({ ...factsOf(thread), reason: posted.reason }, 'replies refused in one place');
    }
    return { kind: 'given_up' };
  }

  function progressOf(posted: Exclude<RepliesPosted, { kind: 'refused' }>, thread: ClaimedThread): ThreadProgress {
    switch (posted.kind) {
      case 'posted':
        return { kind: 'posted', message: posted.message, nextMs: restAfterPost(thread.posts + 1) };
      case 'throttled':
        return { kind: 'later', afterMs: posted.afterMs };
      case 'later':
        log.debug({ ...factsOf(thread), reason: posted.reason }, 'replies deferred');
        return isSpent(thread) ? { kind: 'given_up' } : later(thread, posted.afterMs);
    }
  }

  async function tryToPost(place: ReplyPost, thread: ClaimedThread): Promise<RepliesPosted> {
    try {
      return await postReplies(place);
    } catch (error) {
      log.error({ ...factsOf(thread), err: error }, 'replies not rendered');
      return { kind: 'later', afterMs: undefined, reason: 'broken' };
    }
  }

  function later({ attempts }: ClaimedThread, afterMs: number | undefined): ThreadProgress {
    const backoff = Math.min(FIRST_CARD_WAIT_MS * 2 ** attempts, MAX_CARD_WAIT_MS) * (0.5 + random() / 2);
    return { kind: 'later', afterMs: Math.min(Math.max(afterMs ?? 0, backoff), MAX_RETRY_AFTER_MS) };
  }

  function save(thread: ClaimedThread, progress: ThreadProgress): Promise<boolean> {
    return retryUntilSaved(
      () => ledger.saveThread(thread, progress),
      (error) => log.error({ ...factsOf(thread), err: error }, 'posted replies not saved; trying again'),
    );
  }

  return {
    name: 'post replies',
    lanes: () => LANES,
    claim: (holder) => ledger.claimThread(holder),
    untilNext: () => ledger.untilNextThread(),
    perform,
  };
}

/** The card's thread; where that refuses, or there is no card, a direct message to the person who sent it. */
function placesFor({ about, replies }: ClaimedThread, inboxChannel: string | undefined): readonly ReplyPost[] {
  if (about === undefined) return inboxChannel === undefined ? [] : [{ replies, about, channelId: inboxChannel }];
  const { card, actorId } = about;
  const inThread = card && { replies, about: undefined, channelId: card.channelId, threadTs: card.ts };
  return [...(inThread === undefined ? [] : [inThread]), { replies, about, channelId: actorId }];
}

function isSpent({ waitedMs, attempts }: ClaimedThread): boolean {
  return waitedMs >= CARD_GIVEN_UP_AFTER_MS && attempts >= MIN_CARD_ATTEMPTS;
}

function factsOf({ about, attempts, replies }: ClaimedThread): object {
  return { sendId: about?.sendId, replies: replies.length, attempts };
}
