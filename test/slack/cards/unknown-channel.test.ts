import { describe, expect, it, onTestFinished } from 'vitest';
import { createRefreshCard } from '../../../src/flow/cards/refresh-card.ts';
import { createSharedChannels } from '../../../src/slack/access/shared-channels.ts';
import { createHidesText } from '../../../src/slack/cards/hides-text.ts';
import { createShowCard } from '../../../src/slack/cards/show-card.ts';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { accepted, claim, newSend, openNew, SILENT } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { shownText } from '../../support/block-walk.ts';
import { EXPLANATIONS } from '../../support/cards.ts';
import { READING } from '../../support/reading.ts';
import { startSlackApi } from '../../support/slack-api.ts';

/** A message that Kaleyra took, its card not posted yet, and a Slack that is slow to say whether the channel is shared. */
async function openSlowSlack(isShared: boolean) {
  const opened = await openNew(createSqliteDatabase);
  const slack = await startSlackApi();
  onTestFinished(() => slack[Symbol.asyncDispose]());
  const client = createPostingClient({ botToken: 'xoxb-1', apiUrl: slack.apiUrl, logger: createBoltLogger(SILENT) });
  let isSlow = true;
  const sharedChannels = createSharedChannels({
    ask: async () => {
      if (isSlow) throw new Error('timeout');
      return { ok: true, channel: { is_ext_shared: isShared } };
    },
    cache: opened.cache('channels'),
    log: SILENT,
  });
  const showCard = createShowCard({
    client,
    explanations: EXPLANATIONS,
    senders: [],
    messagesPerSecond: 40,
    ...READING,
    mode: 'live',
    hidesText: createHidesText({ ruleBook: { current: () => undefined }, strangers: { sharedChannels } }),
    log: SILENT,
    updateEveryMs: 0,
  });
  const work = createRefreshCard({ ledger: opened.ledger, showCard, log: SILENT });
  await opened.ledger.accept(newSend('S1'));
  const batch = await claim(opened.ledger);
  await opened.ledger.settleBatch(batch, accepted(batch, '9a54b0c1'), undefined);
  return {
    ...opened,
    answers: () => {
      isSlow = false;
    },
    async shows(): Promise<void> {
      await opened.database.run('update cards set not_before = 1, behind_since = 1');
      const claimed = await work.claim('W1');
      if (claimed !== undefined) await work.perform(claimed, () => undefined);
    },
    shown: () => slack.calls.map(({ method, args }) => `${method}: ${shownText(args['blocks'])}`),
  };
}

describe('a card whose channel Slack is slow to tell of', () => {
  it('has its message ID at once, and its text as soon as Slack answers', async () => {
    const { answers, ledger, shown, shows } = await openSlowSlack(false);

    await shows();
    const waitMs = await ledger.untilNextCard();
    await shows();
    answers();
    await shows();
    await shows();

    expect(shown()).toHaveLength(3);
    expect(shown()[0]).toMatch(/^chat\.postMessage: .*The text is not shown yet.*9a54b0c1/s);
    expect(shown()[1]).toMatch(/^chat\.update: .*The text is not shown yet/s);
    expect(shown()[2]).toMatch(/^chat\.update: .*Hello Asha, your booking BK-77.*9a54b0c1/s);
    expect(shown()[2]).not.toContain('not shown');
    expect(waitMs).toBeGreaterThan(0);
    expect(await ledger.untilNextCard()).toBeUndefined();
  });

  it('loses its message ID when the channel turns out to be shared', async () => {
    const { answers, ledger, shown, shows } = await openSlowSlack(true);
    await shows();
    answers();
    await shows();

    expect(shown().at(-1)).toContain('this channel is shared with another organisation');
    expect(shown().at(-1)).not.toContain('9a54b0c1');
    expect(await ledger.untilNextCard()).toBeUndefined();
  });

  it('counts as behind only once it is due again', async () => {
    const { ledger, shows } = await openSlowSlack(false);
    await shows();

    expect((await ledger.backlog()).oldestCardBehindMs ?? 0).toBeLessThan(1_000);
  });
});
