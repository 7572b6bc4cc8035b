import { describe, expect, it } from 'vitest';
import type { Template } from '../../../src/core/template/template.ts';
import { createReviewRest } from '../../../src/flow/list/review-rest.ts';
import type { CheckRules } from '../../../src/flow/rules/check-rules.ts';
import type { FindQuietWaits } from '../../../src/flow/rules/quiet-waits.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { createListDrafts } from '../../../src/store/lists/list-drafts.ts';
import { confirmed, planOf } from '../../store/lists/plans.ts';
import { claim, openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { NO_CHECKS, NO_QUIET_HOURS } from '../../support/rules.ts';
import { savePlanOn } from '../../support/save-plan.ts';
import { BOOKING } from '../../support/sends.ts';
import { memoryLog } from '../../support/slack.ts';

const ASKER = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };
const COLLEAGUE = { ...ASKER, actorId: 'U2' };

interface Setting {
  readonly rows?: number;
  /** How many left before it was stopped. */
  readonly left?: number;
  readonly template?: Template;
  readonly catalogue?: readonly Template[];
  readonly checkRules?: CheckRules;
  readonly isAway?: boolean;
  readonly findQuietWaits?: FindQuietWaits;
}

/** A list of U1 that was stopped when some of it had left, and the review of its rest. */
async function openStopped(setting: Setting = {}) {
  const { rows = 5, left = 2, template = BOOKING, catalogue = [template], checkRules = NO_CHECKS, isAway } = setting;
  const opened = await openNew(createSqliteDatabase);
  const { ledger, lists, lookup } = opened;
  await confirmed(opened, planOf('L1', rows, { template }));
  for (let at = 0; at < left; at += 1) await claim(ledger);
  await lists.control.stop('L1', 'U1');
  await lists.timed.clearRows();
  const log = memoryLog();
  const drafts = createListDrafts(opened.cache('lists'));
  let ids = 1;
  const savePlan = savePlanOn(lists.plans, { isAway, nextId: () => ++ids });
  const reviewRest = createReviewRest({
    results: lists.results,
    lookup,
    catalogue: { find: (name) => catalogue.find((one) => one.name === name) },
    loadNumbering: async () => createNumbering(undefined).read,
    savePlan,
    checkRules,
    findOptedOut: async () => ({ numbers: [], mayBeExcepted: false }),
    findOutsideTeam: async () => [],
    findQuietWaits: setting.findQuietWaits ?? NO_QUIET_HOURS,
    mode: 'live',
    drafts,
    provider: createEncoding(undefined),
    messagesPerSecond: 4,
    reportsExpected: true,
    newDraftId: () => 'D1',
    log,
  });
  async function review(asker = ASKER) {
    const send = await ledger.findSend('L1');
    if (send === undefined) throw new Error('no send');
    return reviewRest(send, asker);
  }
  return { ...opened, drafts, log, review };
}

describe('the rest of a stopped list', () => {
  it('says how many of them would wait for the end of quiet hours', async () => {
    const until = new Date('2026-11-30T02:30:00Z');
    const { review } = await openStopped({
      findQuietWaits: ({ name }, regions) => [{ region: `${name} ${regions}`, messages: regions.length, until }],
    });

    expect(await review()).toMatchObject({
      review: { quietWaits: [{ region: 'booking_confirm IN,IN,IN', messages: 3, until: until.getTime() }] },
    });
  });

  it('is a plan of exactly the rows that never left, of the same list, and is sent only once that is confirmed', async () => {
    const { database, drafts, ledger, review } = await openStopped();

    const reviewed = await review();
    if (reviewed.kind !== 'review') throw new Error(reviewed.sentence);

    expect(reviewed.review).toMatchObject({
      draftId: 'D1',
      planId: 'L2',
      actorId: 'U1',
      channelId: 'C1',
      template: BOOKING,
      counts: { rows: 3, messages: 3, doubled: 0, leftOut: 0 },
      countries: [{ country: 'India', messages: 3 }],
      seconds: 3 / 4,
      trialRows: 0,
      isRest: true,
      repaired: 0,
      problems: { lines: [], count: 0, mayBeSeveral: false, mayRise: false },
    });
    expect(reviewed.review.samples.map(({ row }) => row)).toEqual([4]);
    expect(reviewed.review.samples[0]?.recipient).toMatchObject({ international: '+91 98700 00002' });
    expect((await drafts.loadReview('D1'))?.planId).toBe('L2');
    expect(await database.run(`select parent_id from sends where id = 'L2'`)).toEqual([{ parent_id: 'L1' }]);
    expect(await ledger.claimBatch('worker')).toBeUndefined();
  });

  it.each([
    [99, 0],
    [100, 3],
  ])('offers to let the first rows leave alone from a hundred on: %i', async (rows, trialRows) => {
    const { review } = await openStopped({ rows, left: 0 });

    expect(await review()).toMatchObject({ review: { trialRows } });
  });

  it('shows a colleague no number, and of a private template no message either', async () => {
    const open = await openStopped();
    const secret = await openStopped({ template: { ...BOOKING, isPrivate: true } });

    const [shown, hidden, own] = [await open.review(COLLEAGUE), await secret.review(COLLEAGUE), await secret.review()];

    expect(shown).toMatchObject({ review: { samples: [{ recipient: { international: '•••• 0002' } }] } });
    const notes = [shown, hidden, own].map((one) => (one.kind === 'review' ? one.review.notes : []));
    expect(notes.map(([first]) => first?.startsWith('The messages are not shown'))).toEqual([false, true, false]);
    expect(hidden).toMatchObject({ review: { samples: [] } });
    expect(own).toMatchObject({ review: { samples: [{ which: 'the first' }] } });
  });

  it('says what the rules say of whoever sends it now', async () => {
    const asked: unknown[] = [];
    const { review } = await openStopped({
      checkRules: async ({ actorId, recipients, template, what }) => {
        asked.push([actorId, recipients.length, template, what]);
        return { kind: 'refused', sentence: 'Rule 2 says no.' } as never;
      },
    });

    expect(await review(COLLEAGUE)).toMatchObject({ review: { obstacle: 'Rule 2 says no.' } });
    expect(asked).toEqual([['U2', 3, { name: 'booking_confirm', category: 'UTILITY' }, 'this list has 3']]);
  });

  it.each<[string, Setting, RegExp]>([
    ['every row has left', { left: 5 }, /^Every row of this list has left/],
    ['its template is gone', { catalogue: [] }, /^booking_confirm is no longer in the list of templates/],
    ['its template is paused', { catalogue: [{ ...BOOKING, status: 'PAUSED' }] }, /paused/],
    [
      'its template has another text',
      { catalogue: [{ ...BOOKING, footer: 'Bye' }] },
      /^The text of booking_confirm has changed since\. Send the rest as a new list\.$/,
    ],
    ['the ledger is away', { isAway: true }, /^The rows could not be read just now/],
    ['the rules are not known', { checkRules: () => Promise.reject(new Error('away')) }, /^The rows could not be read/],
  ])('is not there to be sent, and the person is told why, where %s', async (_, setting, sentence) => {
    const { log, review } = await openStopped(setting);

    expect(await review()).toEqual({ kind: 'nothing', sentence: expect.stringMatching(sentence) });
    expect(log.lines.map(({ message }) => message)).toEqual(
      setting.checkRules === undefined ? [] : ['rest of a list not read'],
    );
  });

  it('is not there for somebody who may not see the list', async () => {
    const { review } = await openStopped();

    expect(await review({ teamId: 'T1', channelId: 'C9', actorId: 'U9' })).toMatchObject({ kind: 'nothing' });
  });
});
