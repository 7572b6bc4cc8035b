import type { ThreadLedger } from '../../../src/flow/ports/store/replies/reply-threads.ts';
import type { BrokenEdges } from './deadly-edges.ts';

/** A thread rests for ten seconds between posts, which a run of a few seconds cannot wait for. */
const HASTE = 20;

type CreatePostReplies = BrokenEdges['createPostReplies'];

/** Posts replies as Slack's pace has it, by a clock that is faster. */
export function hastenPosts(createPostReplies: CreatePostReplies): CreatePostReplies {
  return (needs) => {
    const post = createPostReplies({ ...needs, now: () => performance.now() * HASTE });
    return async (replies) => {
      const posted = await post(replies);
      return posted.kind === 'throttled' ? { ...posted, afterMs: posted.afterMs / HASTE } : posted;
    };
  };
}

/** The ledger with shorter rests between the posts of a thread. */
export function hastenThreads(threads: ThreadLedger): ThreadLedger {
  return {
    ...threads,
    saveThread: (claim, progress) =>
      threads.saveThread(
        claim,
        progress.kind === 'posted' ? { ...progress, nextMs: progress.nextMs / HASTE } : progress,
      ),
  };
}
