import type { SavedReply } from './replies.ts';

/** Replies that Slack does not show yet, as a worker claimed them. */
export interface ClaimedThread {
  /** The send that they answer; undefined for those that belong to none. */
  readonly about: ThreadSend | undefined;
  /** Which claim this is: a later write with an older one changes nothing. */
  readonly fence: number;
  readonly attempts: number;
  /** For how long the oldest of them has waited, in milliseconds, by the database's clock. */
  readonly waitedMs: number;
  /** How many posts this thread has had. */
  readonly posts: number;
  /** The oldest first. */
  readonly replies: readonly SavedReply[];
}

export interface ThreadSend {
  readonly sendId: string;
  /** The template's name, or what an answer is called. */
  readonly name: string;
  /** Who sent it, and where. */
  readonly actorId: string;
  readonly channelId: string;
  /** The card in whose thread the replies belong; undefined where there is none. */
  readonly card: { readonly channelId: string; readonly ts: string } | undefined;
  /** A card of it is about to be posted. */
  readonly isCardComing: boolean;
}

/** What the ledger remembers of a try to post. */
export type ThreadProgress =
  /** @param nextMs how long this thread waits until its next post */
  | {
      readonly kind: 'posted';
      readonly message: { readonly channelId: string; readonly ts: string } | undefined;
      readonly nextMs: number;
    }
  | { readonly kind: 'later'; readonly afterMs: number }
  /** There is no place that takes them: they are counted, and shown nowhere. */
  | { readonly kind: 'given_up' };

/** What the ledger does for the worker that posts replies. */
export interface ThreadLedger {
  /**
   * Takes a thread with replies to post whose time has come; undefined when there is none now. Of a thread's first posts each has
   * one reply, a later one up to twenty.
   */
  claimThread(worker: string): Promise<ClaimedThread | undefined>;
  /** Writes what came of the claimed replies. False when the claim was lost. */
  saveThread(claim: ClaimedThread, progress: ThreadProgress): Promise<boolean>;
  /** Milliseconds until a thread may be claimed; undefined when none waits. */
  untilNextThread(): Promise<number | undefined>;
}

/** Posts replies in one place. Never rejects. */
export type PostReplies = (post: ReplyPost) => Promise<RepliesPosted>;

export interface ReplyPost {
  readonly replies: readonly SavedReply[];
  /** Set where it stands in no thread of theirs, so that the post has to say what they answer. */
  readonly about: ThreadSend | undefined;
  readonly channelId: string;
  readonly threadTs?: string;
}

export type RepliesPosted =
  | { readonly kind: 'posted'; readonly message: { readonly channelId: string; readonly ts: string } | undefined }
  /** Slack is down, slow or asks to wait (`afterMs`): try again. */
  | { readonly kind: 'later'; readonly afterMs: number | undefined; readonly reason: string }
  /** Slack was not asked, to stay within its rate limits: try again then. */
  | { readonly kind: 'throttled'; readonly afterMs: number }
  /** This place refuses the bot for good. */
  | { readonly kind: 'refused'; readonly reason: string };
