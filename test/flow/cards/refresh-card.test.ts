import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/send/card.ts';
import { createRefreshCards } from '../../../src/flow/cards/refresh-card.ts';
import { CannotBeStored } from '../../../src/flow/ports/cannot-be-stored.ts';
import type { CardProgress, CardShown, ClaimedCard, Log } from '../../../src/flow/ports/ports.ts';
import { sendOf } from '../../support/sends.ts';

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };

function claimedCard(card: Partial<Card> = {}): ClaimedCard {
  return {
    card: {
      sendId: 'S1',
      role: 'channel',
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

interface Scene {
  readonly saved: CardProgress[];
  readonly logged: string[];
  refreshOnce(): Promise<boolean>;
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
  const { refreshOnce } = createRefreshCards({
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
  return { saved, logged, refreshOnce: () => refreshOnce('W1') };
}

describe('a card that Slack takes', () => {
  it('is saved with the version that was rendered', async () => {
    const message = { channelId: 'C1', ts: '1.2' };
    const scene = sceneOf(claimedCard(), { kind: 'shown', message });

    expect(await scene.refreshOnce()).toBe(true);

    expect(scene.saved).toEqual([{ kind: 'shown', version: 7, message }]);
    expect(scene.logged).toEqual([]);
  });

  it('is given back as shown, said in one line, when where it is cannot be stored', async () => {
    const message = { channelId: 'C1', ts: '1.2' };
    const scene = sceneOf(
      claimedCard(),
      { kind: 'shown', message },
      0,
      (progress) => 'message' in progress && progress.message !== undefined,
    );

    expect(await scene.refreshOnce()).toBe(true);

    expect(scene.saved).toEqual([{ kind: 'shown', version: 7, message: undefined }]);
    expect(scene.logged).toEqual(['error: where a card was shown could not be saved']);
  });

  it('is looked for in vain when none is due', async () => {
    const scene = sceneOf(undefined, { kind: 'removed' });

    expect(await scene.refreshOnce()).toBe(false);

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

    await scene.refreshOnce();

    expect(scene.saved).toEqual([{ kind: 'later', afterMs }]);
  });

  it('waits at least as long as Slack asks, and spreads beyond it', async () => {
    const shown: CardShown = { kind: 'later', afterMs: 30_000, reason: 'rate_limited' };
    const [first, last] = [sceneOf(claimedCard(), shown, 0), sceneOf(claimedCard(), shown, 1)];

    await Promise.all([first.refreshOnce(), last.refreshOnce()]);

    expect(first.saved).toEqual([{ kind: 'later', afterMs: 30_000 }]);
    expect(last.saved).toEqual([{ kind: 'later', afterMs: 35_000 }]);
  });

  it('is given up aloud after a day of trying, and goes nowhere else', async () => {
    const scene = sceneOf(claimedCard({ attempts: 400 }), { kind: 'later', afterMs: undefined, reason: 'timeout' });

    await scene.refreshOnce();

    expect(scene.saved).toEqual([{ kind: 'refused', next: [] }]);
    expect(scene.logged).toEqual(['error: card given up']);
  });
});

describe('a place that refuses the card', () => {
  it('hands a channel card to the command’s response and to a direct message', async () => {
    const scene = sceneOf(claimedCard(), { kind: 'refused', reason: 'not_in_channel' });

    await scene.refreshOnce();

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

      await scene.refreshOnce();

      expect(scene.saved).toEqual([{ kind: 'refused', next: [] }]);
      expect(scene.logged).toEqual(['warn: card refused']);
    },
  );

  it('is left alone when somebody deleted the card', async () => {
    const scene = sceneOf(claimedCard(), { kind: 'removed' });

    await scene.refreshOnce();

    expect(scene.saved).toEqual([{ kind: 'refused', next: [] }]);
  });
});

describe('what breaks on the way', () => {
  it('is a later try when it is the rendering', async () => {
    const scene = sceneOf(claimedCard(), new Error('broken'));

    expect(await scene.refreshOnce()).toBe(true);

    expect(scene.saved).toMatchObject([{ kind: 'later' }]);
    expect(scene.logged).toEqual(['error: a card could not be rendered']);
  });

  it('is no work done when the ledger gives none', async () => {
    const claimCard = async (): Promise<never> => {
      throw new Error('database is away');
    };
    const ledger = { claimCard, saveCard: async () => true, untilNextCard: async () => 0 };
    const showCard = async (): Promise<CardShown> => ({ kind: 'shown', message: undefined });
    const refresh = createRefreshCards({ ledger, showCard, log: QUIET });

    expect(await refresh.refreshOnce('W1')).toBe(false);
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

    await createRefreshCards({ ledger, showCard, log: QUIET }).refreshOnce('W1');

    expect(steps).toEqual(['show', 'save', 'save']);
  });
});

describe('the same work for a worker’s lanes', () => {
  it('claims, shows and saves piece by piece', async () => {
    const saved: CardProgress[] = [];
    const work = createRefreshCards({
      ledger: {
        claimCard: async () => claimedCard(),
        saveCard: async (_, progress) => saved.push(progress) > 0,
        untilNextCard: async () => 250,
      },
      showCard: async () => ({ kind: 'shown', message: undefined }),
      log: QUIET,
    }).work;

    const job = await work.claim('w1.1');
    if (job !== undefined) await work.perform(job, () => undefined);

    expect(await work.untilNext()).toBe(250);
    expect(saved).toEqual([{ kind: 'shown', version: 7, message: undefined }]);
  });
});
