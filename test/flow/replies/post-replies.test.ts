import { describe, expect, it } from 'vitest';
import type {
  ClaimedThread,
  RepliesPosted,
  ReplyPost,
  ThreadProgress,
} from '../../../src/flow/ports/store/replies/reply-threads.ts';
import { createPostReplies } from '../../../src/flow/replies/post-replies.ts';
import { SILENT } from '../../store/opened-ledger.ts';
import { replyOf, savedReply } from '../../support/replies.ts';

const CARD = { channelId: 'C1', ts: '9.9' };
const ABOUT = {
  sendId: 'S1',
  name: 'booking_confirm',
  actorId: 'U1',
  channelId: 'C1',
  card: CARD,
  isCardComing: false,
};

function thread(change: Partial<ClaimedThread> = {}): ClaimedThread {
  return {
    about: ABOUT,
    fence: 1,
    attempts: 0,
    waitedMs: 0,
    posts: 0,
    replies: [savedReply(replyOf('R1'))],
    ...change,
  };
}

/** What is saved, and where was tried, when Slack answers so in turn. */
async function perform(claimed: ClaimedThread, answers: readonly RepliesPosted[], inboxChannel?: string) {
  const tried: ReplyPost[] = [];
  const saved: ThreadProgress[] = [];
  const work = createPostReplies({
    ledger: {
      claimThread: async () => undefined,
      untilNextThread: async () => undefined,
      saveThread: async (_, progress) => saved.push(progress) > 0,
    },
    postReplies: async (post) => {
      tried.push(post);
      return answers[tried.length - 1] ?? { kind: 'refused', reason: 'none' };
    },
    inboxChannel,
    log: SILENT,
    random: () => 0.5,
  });
  await work.perform(claimed, () => undefined);
  return { saved: saved[0], tried: tried.map(({ channelId, threadTs }) => [channelId, threadTs]) };
}

const POSTED = { kind: 'posted', message: { channelId: 'C1', ts: '10.1' } } as const;
const REFUSED = { kind: 'refused', reason: 'not_in_channel' } as const;

describe('posting replies', () => {
  it('goes to the thread of the card', async () => {
    expect(await perform(thread(), [POSTED])).toEqual({
      tried: [['C1', '9.9']],
      saved: { ...POSTED, nextMs: 1_000 },
    });
  });

  it('rests ten seconds once five are posted', async () => {
    expect((await perform(thread({ posts: 4 }), [POSTED])).saved).toEqual({ ...POSTED, nextMs: 10_000 });
  });

  it('goes to the sender alone where the channel refuses, never to two places', async () => {
    expect((await perform(thread(), [REFUSED, POSTED])).tried).toEqual([
      ['C1', '9.9'],
      ['U1', undefined],
    ]);
    expect((await perform(thread(), [REFUSED, REFUSED])).saved).toEqual({ kind: 'given_up' });
  });

  it('waits for a card that is about to be posted, and asks Slack nothing', async () => {
    const about = { ...ABOUT, card: undefined, isCardComing: true };
    expect(await perform(thread({ about }), [])).toEqual({ tried: [], saved: { kind: 'later', afterMs: 750 } });
  });

  it('waits as long as Slack asks, and longer from try to try', async () => {
    const busy = { kind: 'later', afterMs: 30_000, reason: 'rate_limited' } as const;
    expect((await perform(thread(), [busy])).saved).toEqual({ kind: 'later', afterMs: 30_000 });
    const away = { kind: 'later', afterMs: undefined, reason: 'http_503' } as const;
    expect((await perform(thread({ attempts: 4 }), [away])).saved).toEqual({ kind: 'later', afterMs: 12_000 });
  });

  it('puts what belongs to no send into the inbox, and only counts it where there is none', async () => {
    expect((await perform(thread({ about: undefined }), [POSTED], 'C0INBOX')).tried).toEqual([['C0INBOX', undefined]]);
    expect((await perform(thread({ about: undefined }), [])).saved).toEqual({ kind: 'given_up' });
  });
});
