import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApprovalOnCard, ApprovalState } from '../../../src/core/rules/approval.ts';
import type { Card } from '../../../src/core/send/card.ts';
import { createRefreshCard } from '../../../src/flow/cards/refresh-card.ts';
import type { Log } from '../../../src/flow/ports/log.ts';
import { CannotBeStored } from '../../../src/flow/ports/store/cannot-be-stored.ts';
import type { CardProgress, CardShown, ClaimedCard } from '../../../src/flow/ports/store/show-cards.ts';
import type { Work } from '../../../src/flow/workers/worker.ts';
import { deliveryAt, sendOf } from '../../support/sends.ts';

/** Claims one card and shows it, as a worker does; false when none is due. */
async function refresh(work: Work<ClaimedCard>): Promise<boolean> {
  const claimed = await work.claim('W1');
  if (claimed === undefined) return false;
  await work.perform(claimed, () => undefined);
  return true;
}

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };

const DAY_MS = 24 * 60 * 60_000;

const REQUEST: ApprovalOnCard = {
  sendId: 'S1',
  actorId: 'U1',
  state: 'waiting',
  digest: 'd',
  needs: [],
  approvals: [],
  approvers: [],
  askedAt: new Date(1),
  expiresAt: new Date(2),
};

function claimedCard(card: Partial<Card> = {}, behindMs = 0): ClaimedCard {
  return {
    behindMs,
    card: {
      sendId: 'S1',
      role: 'channel',
      slot: 0,
      destination: 'C1',
      message: undefined,
      shownVersion: 0,
      attempts: 0,
      ...card,
    },
    fence: 1,
    send: sendOf({ version: 7 }),
    responseUrl: undefined,
  };
}

function waitOf(progress: CardProgress | undefined): number {
  return progress?.kind === 'later' ? progress.afterMs : Number.NaN;
}

interface Scene {
  readonly saved: CardProgress[];
  readonly logged: string[];
  refresh(): Promise<boolean>;
}

/** One card in a ledger of two methods, and a Slack that gives `shown` or breaks. */
function sceneOf(
  claimed: ClaimedCard | undefined,
  shown: CardShown | Error,
  random = 0,
  refuse: (progress: CardProgress) => boolean = () => false,
): Scene {
  const saved: CardProgress[] = [];
  const logged: string[] = [];
  const waiting = claimed === undefined ? [] : [claimed];
  const note = (level: string) => (_: object, message: string) => void logged.push(`${level}: ${message}`);
  const work = createRefreshCard({
    ledger: {
      claimCard: async () => waiting.shift(),
      async saveCard(_, progress) {
        if (refuse(progress)) throw new CannotBeStored('no column takes this');
        return saved.push(progress) > 0;
      },
      untilNextCard: async () => undefined,
    },
    showCard: async () => {
      if (shown instanceof Error) throw shown;
      return shown;
    },
    random: () => random,
    log: { debug() {}, info: note('info'), warn: note('warn'), error: note('error') },
  });
  return { saved, logged, refresh: () => refresh(work) };
}

describe('a card that Slack takes', () => {
  it('is saved with the version that was rendered', async () => {
    const message = { channelId: 'C1', ts: '1.2' };
    const scene = sceneOf(claimedCard(), { kind: 'shown', message });

    expect(await scene.refresh()).toBe(true);

    expect(scene.saved).toEqual([{ kind: 'shown', version: 7, message }]);
    expect(scene.logged).toEqual([]);
  });

  it('is shown again later, ever more rarely and not for ever, while something of it is not known', async () => {
    const againMs = async (attempts: number, role: Card['role'] = 'channel') => {
      const { refresh, saved } = sceneOf(claimedCard({ attempts, role }), {
        kind: 'shown',
        message: undefined,
        isIncomplete: true,
      });
      await refresh();
      const [progress] = saved;
      return progress?.kind === 'shown' ? progress.againAfterMs : 'not shown';
    };

    expect([await againMs(0), await againMs(3), await againMs(19)]).toEqual([500, 4_000, 150_000]);
    expect(await againMs(20)).toBeUndefined();
    expect(await againMs(0, 'response_url')).toBeUndefined();
  });

  it('is shown once more where Slack may still make an earlier edit, and is not its last before that', async () => {
    const message = { channelId: 'C1', ts: '1.2' };
    const savedAfter = async (card: Partial<Card>, approval?: ApprovalOnCard) => {
      const claimed = {
        ...claimedCard({ attempts: 1, ...card }),
        send: sendOf({ version: 7, ...(approval && { approval }) }),
      };
      const { refresh, saved } = sceneOf(claimed, { kind: 'shown', message });
      await refresh();
      return saved;
    };
    const decided = { ...REQUEST, state: 'approved' } as const;
    const shown = { kind: 'shown', version: 7, message };

    expect(await savedAfter({ message, isUnanswered: true })).toEqual([{ ...shown, againAfterMs: 3_000 }]);
    expect(await savedAfter({ message, isUnanswered: true, role: 'approver' }, decided)).toEqual([
      { ...shown, againAfterMs: 3_000 },
    ]);
    expect(await savedAfter({ message })).toEqual([shown]);
    // A post that comes late is another message.
    expect(await savedAfter({ isUnanswered: true })).toEqual([shown]);
  });

  it('is given back as shown, said in one line, when where it is cannot be stored', async () => {
    const message = { channelId: 'C1', ts: '1.2' };
    const scene = sceneOf(
      claimedCard(),
      { kind: 'shown', message },
      0,
      (progress) => 'message' in progress && progress.message !== undefined,
    );

    expect(await scene.refresh()).toBe(true);

    expect(scene.saved).toEqual([{ kind: 'shown', version: 7, message: undefined }]);
    expect(scene.logged).toEqual(['error: place of a card not saved']);
  });

  it('is looked for in vain when none is due', async () => {
    const scene = sceneOf(undefined, { kind: 'removed' });

    expect(await scene.refresh()).toBe(false);

    expect(scene.saved).toEqual([]);
  });
});

describe('a card that has to wait', () => {
  it.each([
    [0, 0, 500],
    [0, 1, 1_000],
    [3, 1, 8_000],
    [8, 0, 128_000],
    [9, 0, 150_000],
    [50, 1, 300_000],
  ])('after %i tries with chance %f waits %i ms', async (attempts, random, afterMs) => {
    const scene = sceneOf(claimedCard({ attempts }), { kind: 'later', afterMs: undefined, reason: 'timeout' }, random);

    await scene.refresh();

    expect(scene.saved).toEqual([{ kind: 'later', afterMs }]);
  });

  it.each([
    [10_000, 12_000],
    [25_000, 30_000],
    [30_000, 35_000],
  ])(
    'waits at least as long as Slack asks, and spreads a fifth beyond it, five seconds at most: %i ms',
    async (afterMs, most) => {
      const shown: CardShown = { kind: 'later', afterMs, reason: 'rate_limited' };
      const [first, last] = [sceneOf(claimedCard(), shown, 0), sceneOf(claimedCard(), shown, 1)];

      await Promise.all([first.refresh(), last.refresh()]);

      expect(first.saved).toEqual([{ kind: 'later', afterMs }]);
      expect(last.saved).toEqual([{ kind: 'later', afterMs: most }]);
    },
  );

  it('waits at least its backoff and at most 15 minutes, whatever Slack asks', async () => {
    const asked = fc.double({ min: 0, max: 1e15, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(100),
        fc.double({ min: 0, max: 1, noNaN: true }),
        asked,
        async (attempts, random, afterMs) => {
          const plain = sceneOf(
            claimedCard({ attempts }),
            { kind: 'later', afterMs: undefined, reason: 'timeout' },
            random,
          );
          const named = sceneOf(claimedCard({ attempts }), { kind: 'later', afterMs, reason: 'rate_limited' }, random);

          await Promise.all([plain.refresh(), named.refresh()]);

          const [backoffMs, waitMs] = [plain, named].map(({ saved: [progress] }) => waitOf(progress));
          expect(waitMs).toBeGreaterThanOrEqual(backoffMs ?? 0);
          expect(waitMs).toBeLessThanOrEqual(15 * 60_000);
        },
      ),
    );
  });

  it('says whether Slack may still show it', async () => {
    const scene = sceneOf(claimedCard(), { kind: 'later', afterMs: undefined, reason: 'timeout', isUnanswered: true });

    await scene.refresh();

    expect(scene.saved).toEqual([{ kind: 'later', afterMs: 500, isUnanswered: true }]);
  });

  it('waits exactly for its turn when it was held back to stay within Slack’s limits', async () => {
    const scene = sceneOf(claimedCard({ attempts: 30 }, 2 * DAY_MS), { kind: 'throttled', afterMs: 200 }, 1);

    await scene.refresh();

    expect(scene.saved).toEqual([{ kind: 'later', afterMs: 200 }]);
  });

  it.each([
    ['401 quick refusals', 401, DAY_MS - 1],
    ['two days in which the bot was off', 3, 2 * DAY_MS],
  ])('is not given up for %s', async (_, attempts, behindMs) => {
    const scene = sceneOf(claimedCard({ attempts }, behindMs), {
      kind: 'later',
      afterMs: undefined,
      reason: 'timeout',
    });

    await scene.refresh();

    expect(scene.saved).toMatchObject([{ kind: 'later' }]);
  });

  it('is given up with an error after a day of trying, and is shown nowhere else', async () => {
    const scene = sceneOf(claimedCard({ attempts: 20 }, DAY_MS), {
      kind: 'later',
      afterMs: undefined,
      reason: 'timeout',
    });

    await scene.refresh();

    expect(scene.saved).toEqual([{ kind: 'refused', next: [] }]);
    expect(scene.logged).toEqual(['error: card given up']);
  });
});

describe('a send that ended badly', () => {
  const badly = { send: sendOf({ version: 7, deliveries: [deliveryAt(0), deliveryAt(1, { status: 'unknown' })] }) };

  it.each([
    ['channel', [{ role: 'failure_notice', destination: 'C1' }]],
    ['dm', [{ role: 'failure_notice', destination: 'C1' }]],
    ['audit', undefined],
    ['response_url', undefined],
    ['failure_notice', undefined],
    ['pause_notice', undefined],
  ] as const)('gets a notice in the thread of the card that its people see: %s', async (role, next) => {
    const ended = { ...claimedCard({ role }), ...badly };
    const scene = sceneOf(ended, { kind: 'shown', message: { channelId: 'C1', ts: '1.2' } });

    await scene.refresh();

    expect(scene.saved.map((progress) => ('next' in progress ? progress.next : undefined))).toEqual([next]);
  });
});

describe('a send that has to be approved', () => {
  const LAST = { isLast: true };
  const notice = (more = {}) => ({ next: [{ role: 'failure_notice', destination: 'C1', ...more }] });

  it.each<[Card['role'], ApprovalState, object]>([
    ['approver', 'waiting', {}],
    ['approver', 'to_review', {}],
    ['approver', 'approved', LAST],
    ['approver', 'declined', LAST],
    ['break_glass_notice', 'to_review', {}],
    ['break_glass_notice', 'reviewed', LAST],
    ['channel', 'waiting', {}],
    ['channel', 'approved', {}],
    ['channel', 'withdrawn', {}],
    ['channel', 'declined', notice()],
    ['dm', 'expired', notice()],
    ['answer', 'declined', notice({ threadTs: '9.9' })],
    ['audit', 'declined', {}],
  ])(
    'leaves the copy of an approver alone once it is decided, and tells of a no in its thread: %s, %s',
    async (role, state, more) => {
      const message = { channelId: 'C1', ts: '1.2' };
      const request = { ...REQUEST, state };
      const claimed = { ...claimedCard({ role, ...(role === 'answer' && { threadTs: '9.9' }) }) };
      const scene = sceneOf(
        { ...claimed, send: sendOf({ version: 7, approval: request }) },
        { kind: 'shown', message },
      );

      await scene.refresh();

      expect(scene.saved).toEqual([{ kind: 'shown', version: 7, message, ...more }]);
    },
  );
});

describe('a copy of an approver that was read while the send was withdrawn', () => {
  it('is not its last', async () => {
    const approval = { ...REQUEST, state: 'withdrawn' } as const;
    const change = { state: 'held', by: undefined, at: new Date(1), reason: 'needs_approval' } as const;
    const message = { channelId: 'C1', ts: '1.2' };
    const scene = sceneOf(
      { ...claimedCard({ role: 'approver' }), send: sendOf({ version: 7, approval, change }) },
      { kind: 'shown', message },
    );

    await scene.refresh();

    expect(scene.saved).toEqual([{ kind: 'shown', version: 7, message }]);
  });
});

describe('a place that refuses the card', () => {
  it('hands a channel card to the command’s response and to a direct message', async () => {
    const scene = sceneOf(claimedCard(), { kind: 'refused', reason: 'not_in_channel' });

    await scene.refresh();

    expect(scene.saved).toEqual([
      {
        kind: 'refused',
        next: [
          { role: 'response_url', destination: 'C1' },
          { role: 'dm', destination: 'U1' },
        ],
      },
    ]);
  });

  it.each(['response_url', 'dm', 'audit'] as const)(
    'ends for %s with a warning: the ledger has the truth',
    async (role) => {
      const scene = sceneOf(claimedCard({ role }), { kind: 'refused', reason: 'messages_tab_disabled' });

      await scene.refresh();

      expect(scene.saved).toEqual([{ kind: 'refused', next: [] }]);
      expect(scene.logged).toEqual(['warn: card refused']);
    },
  );

  it.each(['pause_notice', 'callback_notice', 'answer'] as const)(
    'ends for %s where that person refuses it too',
    async (role) => {
      const scene = sceneOf(claimedCard({ role, destination: 'U1' }), { kind: 'refused', reason: 'not_in_channel' });

      await scene.refresh();

      expect(scene.saved).toEqual([{ kind: 'refused', next: [] }]);
    },
  );

  it.each(['pause_notice', 'callback_notice', 'answer'] as const)(
    'hands %s to the person who sent the message',
    async (role) => {
      const scene = sceneOf(claimedCard({ role }), { kind: 'refused', reason: 'not_in_channel' });

      await scene.refresh();

      expect(scene.saved).toEqual([{ kind: 'moved', destination: 'U1' }]);
    },
  );

  it('is left alone when somebody deleted the card', async () => {
    const scene = sceneOf(claimedCard(), { kind: 'removed' });

    await scene.refresh();

    expect(scene.saved).toEqual([{ kind: 'refused', next: [] }]);
  });
});

describe('what breaks on the way', () => {
  it('is a later try when it is the rendering', async () => {
    const scene = sceneOf(claimedCard(), new Error('broken'));

    expect(await scene.refresh()).toBe(true);

    expect(scene.saved).toMatchObject([{ kind: 'later' }]);
    expect(scene.logged).toEqual(['error: card not rendered']);
  });

  it('is waited for when the ledger cannot keep what Slack shows: it is not posted again', async () => {
    const steps: string[] = [];
    const saveCard = async (): Promise<boolean> => {
      steps.push('save');
      if (steps.length === 2) throw new Error('database is away');
      return true;
    };
    const showCard = async (): Promise<CardShown> => {
      steps.push('show');
      return { kind: 'shown', message: undefined };
    };
    const ledger = { claimCard: async () => claimedCard(), saveCard, untilNextCard: async () => 0 };

    await refresh(createRefreshCard({ ledger, showCard, log: QUIET }));

    expect(steps).toEqual(['show', 'save', 'save']);
  });
});

describe('the work of showing cards', () => {
  it('says when the next card is due', async () => {
    const ledger = { claimCard: async () => undefined, saveCard: async () => true, untilNextCard: async () => 250 };
    const showCard = async (): Promise<CardShown> => ({ kind: 'shown', message: undefined });

    expect(await createRefreshCard({ ledger, showCard, log: QUIET }).untilNext()).toBe(250);
  });
});
