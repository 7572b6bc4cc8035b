import { describe, expect, it } from 'vitest';
import type { Mode } from '../../../src/core/rules/mode.ts';
import { createConfirmList } from '../../../src/flow/list/confirm-list.ts';
import { createJudgeDue } from '../../../src/flow/list/judge-due.ts';
import { createReviewList } from '../../../src/flow/list/review-list.ts';
import { createRunDueLists } from '../../../src/flow/list/run-due-lists.ts';
import { createSavePlan } from '../../../src/flow/list/save-plan.ts';
import type { ListReview } from '../../../src/flow/ports/store/lists/list-drafts.ts';
import { createAskRules } from '../../../src/flow/rules/ask-rules.ts';
import { createCheckRules } from '../../../src/flow/rules/check-rules.ts';
import { createClaimRules } from '../../../src/flow/rules/claim-rules.ts';
import { createDecideSend } from '../../../src/flow/rules/decide-send.ts';
import { createFindOptedOut } from '../../../src/flow/rules/opted-out.ts';
import { createFindOutsideTeam } from '../../../src/flow/rules/outside-team.ts';
import { createFindQuietWaits } from '../../../src/flow/rules/quiet-waits.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import { createScrubber } from '../../../src/logging/scrub.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { createLocalMinutes } from '../../../src/numbering/time-zones.ts';
import { readSheet } from '../../../src/sheets/read-sheet.ts';
import { createListDrafts } from '../../../src/store/lists/list-drafts.ts';
import { openNew, SILENT } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { policyOf, ROLES } from '../../support/policies.ts';
import { roleFinderOf, ruleBookOf } from '../../support/role-finder.ts';
import { BOOKING, phone } from '../../support/sends.ts';

const SENDER = phone('+919800000000');
const ASHA = phone('+919845010001');
const BEN = phone('+919845010008');
const HOUR_MS = 3_600_000;
/** Half past nine in India. */
const EVENING = new Date('2026-11-29T16:00:00Z');
const POLICY = `${ROLES}
rules: [{ match: { recipients: ">3" }, approve: { by: lead } }]
quotas: { person_day: 40 }
`;
/** Five people; the first two are the team's, in team mode. */
const CSV = [
  'phone;Guest;Booking number;View',
  ...[1, 8, 22, 43, 71].map((at) => `+91 98450 ${10_000 + at};Guest ${at};BK-${at};link-${at}`),
].join('\n');

/** A bot from the file to the claim, in one mode; only time is given by hand. */
async function opened(mode: Mode) {
  const ruleBook = ruleBookOf(policyOf(POLICY));
  const roles = roleFinderOf(ruleBook);
  const claimRulesFor = (now: Mode) =>
    createClaimRules({
      mode: now,
      teamNumbers: [ASHA, BEN],
      ruleBook,
      knownRoles: () => new Set(['agent']),
      localMinutes: createLocalMinutes(),
    });
  const store = await openNew(createSqliteDatabase, { claimRules: claimRulesFor(mode) });
  const { database, lists, rules } = store;
  const askRules = createAskRules({ mode, ruleBook, roles, namePeople: async () => new Map(), now: () => new Date() });
  const numbering = createNumbering(undefined);
  const provider = createEncoding(undefined);
  const catalogue = { find: (name: string) => (name === BOOKING.name ? BOOKING : undefined) };
  const shared = { ...lists, wakeAll: () => undefined, log: SILENT };
  let ids = 0;
  const savePlan = createSavePlan({
    ...shared,
    recipientsPerRequest: 20,
    loadNumbering: async () => numbering,
    reportsExpected: true,
    repeatWindowMs: 24 * HOUR_MS,
    newSendId: () => `L${++ids}`,
    newToken: () => `token-${++ids}`,
    concealment: createScrubber([]),
  });
  const reviewList = createReviewList({
    ...shared,
    readSheet,
    maxRows: 2_000,
    catalogue,
    loadNumbering: async () => numbering.read,
    provider,
    drafts: createListDrafts(store.cache('lists')),
    savePlan,
    checkRules: createCheckRules({ askRules, quotas: rules.quotas, log: SILENT }),
    findOptedOut: createFindOptedOut({ optOuts: rules.optOuts, ruleBook, roles }),
    findOutsideTeam: createFindOutsideTeam({ mode, teamNumbers: [ASHA, BEN], numberCodes: rules.numberCodes }),
    findQuietWaits: createFindQuietWaits({ mode, ruleBook, claimRules: claimRulesFor(mode), now: () => EVENING }),
    mode,
    senders: [SENDER],
    messagesPerSecond: 40,
    reportsExpected: true,
    newDraftId: () => `D${++ids}`,
  });
  const confirmList = createConfirmList({ ...shared, askRules, auditChannel: undefined, repeatWindowMs: 24 * HOUR_MS });
  const decideSend = createDecideSend({ ...shared, approvals: rules.approvals, roles, ruleBook });
  const runDueLists = createRunDueLists({
    ...shared,
    templates: catalogue,
    senders: [SENDER],
    judgeDue: createJudgeDue({ roles, ruleBook }),
  });

  async function reviewed(text = CSV): Promise<ListReview> {
    const input = {
      teamId: 'T1',
      actorId: 'U0ASHA',
      channelId: 'C0SUPPORT',
      responseUrl: undefined,
      template: BOOKING,
      sender: undefined,
      text: '',
      groupId: undefined,
      choices: {},
    };
    const outcome = await reviewList.begin(input, { kind: 'file', name: 'guests.csv', bytes: Buffer.from(text) });
    if (outcome.kind !== 'review') throw new Error(`no review: ${JSON.stringify(outcome)}`);
    return outcome.review;
  }

  /** Asks for approval of a list that leaves in ten minutes. @returns its ID */
  async function asked({ digest, planId }: ListReview): Promise<string> {
    const confirmed = await confirmList({
      planId,
      digest,
      dedupeKey: `T1:${planId}`,
      actorId: 'U0ASHA',
      channelId: 'C0SUPPORT',
      template: BOOKING,
      recipients: 5,
      asked: { isApprovalShown: true, breakGlassReason: undefined },
      dueAt: new Date(Date.now() + 600_000),
      trial: false,
      responseUrl: undefined,
      seenUntil: undefined,
    });
    if (confirmed.kind !== 'accepted') throw new Error(`not accepted: ${confirmed.kind}`);
    return confirmed.sendId;
  }

  async function approve(sendId: string): Promise<string> {
    const digest = (await rules.approvals.digestOf(sendId)) ?? '';
    return (await decideSend.approve({ sendId, personId: 'U0CARLA', digest })).kind;
  }

  /** Everybody who is claimed now, and how the others ended. */
  async function leaving(from = store): Promise<{ readonly reached: readonly string[]; readonly ends: object }> {
    const reached: string[] = [];
    for (;;) {
      const batch = await from.ledger.claimBatch('worker');
      if (batch === undefined) break;
      reached.push(...batch.outgoing.recipients);
    }
    const ends = await database.run(
      `select status, cancel_reason, count(*) as n from deliveries group by status, cancel_reason order by status`,
    );
    return {
      reached,
      ends: Object.fromEntries(ends.map(({ status, cancel_reason, n }) => [cancel_reason ?? status, Number(n)])),
    };
  }

  const used = async () => {
    const [row] = await database.run(`select used from quota_uses where scope = 'person'`);
    return Number(row?.['used']);
  };
  const comesDue = () => database.run('update lists set due_at = 1000 * cast(unixepoch() as integer) - 1000');
  const inMode = (now: Mode) => store.openAgain({ claimRules: claimRulesFor(now) });
  return { ...store, approve, asked, comesDue, inMode, leaving, reviewed, runDueLists, ruleBook, used };
}

describe('a list for later that has to be approved', () => {
  it.each([
    ['live', 5, { sending: 5 }, 5],
    ['team', 2, { sending: 2, not_in_team: 3 }, 2],
    ['trial', 0, { trial: 5 }, 0],
  ] as const)(
    'waits for the yes, then for its time, and then what the mode %s lets leave does',
    async (mode, reached, ends, used) => {
      const bot = await opened(mode);
      const review = await bot.reviewed();
      const sendId = await bot.asked(review);
      await bot.runDueLists();
      const asked = await bot.leaving();
      const approved = await bot.approve(sendId);
      await bot.runDueLists();
      const early = await bot.leaving();
      await bot.comesDue();
      await bot.runDueLists();

      const last = await bot.leaving();

      expect(review.said?.approval).toHaveLength(1);
      expect([asked.reached, early.reached, approved]).toEqual([[], [], 'approved']);
      expect(early.ends).toEqual({ queued: 5 });
      expect(last.reached).toHaveLength(reached);
      expect(last.ends).toEqual(ends);
      expect(await bot.used()).toBe(used);
    },
  );

  it.each(['live', 'team', 'trial'] as const)(
    'never leaves in the mode %s when its time comes before the yes, and leaves with the yes',
    async (mode) => {
      const bot = await opened(mode);
      const sendId = await bot.asked(await bot.reviewed());
      await bot.comesDue();
      await bot.runDueLists();
      const before = await bot.leaving();

      const approved = await bot.approve(sendId);

      expect(before).toEqual({ reached: [], ends: { queued: 5 } });
      expect(approved).toBe('approved');
      expect((await bot.leaving()).reached).toHaveLength({ live: 5, team: 2, trial: 0 }[mode]);
    },
  );

  it('is held to the mode that the bot has when it leaves, not to the one in which it was confirmed', async () => {
    const bot = await opened('live');
    await bot.approve(await bot.asked(await bot.reviewed()));
    const trial = await bot.inMode('trial');
    await bot.comesDue();
    await bot.runDueLists();

    expect(await bot.leaving({ ...bot, ...trial })).toEqual({ reached: [], ends: { trial: 5 } });
  });

  it('is held by a policy that has become stricter since the yes, in team mode too', async () => {
    const bot = await opened('team');
    const sendId = await bot.asked(await bot.reviewed());
    await bot.approve(sendId);
    bot.ruleBook.use(policyOf(`${ROLES}\nrules: [{ match: { template: "booking_*" }, deny: agent }]`));
    await bot.comesDue();
    await bot.runDueLists();

    expect((await bot.ledger.findSend(sendId))?.change).toMatchObject({ state: 'held', reason: 'not_allowed' });
    expect((await bot.leaving()).reached).toEqual([]);
  });

  it('leaves out who said no and, in team mode, whoever is none of the team, before and when it leaves', async () => {
    const bot = await opened('team');
    await bot.rules.optOuts.addOptOuts({ numbers: [phone('+919845010022'), ASHA], scope: 'all', source: 'word' });

    const review = await bot.reviewed();
    await bot.approve(await bot.asked(review));
    await bot.comesDue();
    await bot.runDueLists();

    expect(review).toMatchObject({ optedOut: { count: 2 }, outsideTeam: 2 });
    expect(review.notes.slice(0, 3)).toEqual([
      'Team mode: only the team’s numbers get messages, at most 50 a day.',
      'Team mode: •••• 0043, •••• 0071 are not among the team’s numbers. They get nothing.',
      '2 of them said no and get nothing: •••• 0001, •••• 0022.',
    ]);
    expect(await bot.leaving()).toEqual({ reached: [BEN], ends: { sending: 1, opted_out: 1, not_in_team: 3 } });
  });

  it('is reviewed with how many would wait for the end of quiet hours, of those whom it reaches', async () => {
    const bot = await opened('team');
    bot.ruleBook.use(policyOf(`${POLICY}quiet_hours: { from: "21:00", until: "08:00", categories: [UTILITY] }`));
    await bot.rules.optOuts.addOptOuts({ numbers: [ASHA], scope: 'all', source: 'word' });

    const review = await bot.reviewed(`${CSV}\n+39 347 123 4567;Giulia;BK-9;l-9`);

    expect(review.quietWaits).toEqual([{ region: 'IN', messages: 1, until: Date.parse('2026-11-30T02:30:00Z') }]);
    bot.ruleBook.use(policyOf(POLICY));
    expect((await bot.reviewed()).quietWaits).toBeUndefined();
  });

  it('cannot be asked for in team mode when it is for more people than leave in a day', async () => {
    const bot = await opened('team');
    bot.ruleBook.use(undefined);
    const rows = Array.from({ length: 51 }, (_, at) => `+91 98450 ${20_000 + 7 * at};G ${at};BK-${at};l-${at}`);

    const review = await bot.reviewed([CSV.split('\n')[0], ...rows].join('\n'));

    expect(review.obstacle).toBe(
      '50 more messages can be sent today from this workspace; this list has 51 (team mode allows 50 a day).',
    );
  });
});
