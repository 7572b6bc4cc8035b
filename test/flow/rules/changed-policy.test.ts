import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/core/rules/policy/policy.ts';
import { createAskAgain } from '../../../src/flow/rules/ask-again.ts';
import { createAskRules } from '../../../src/flow/rules/ask-rules.ts';
import { createClaimRules } from '../../../src/flow/rules/claim-rules.ts';
import { createDecideSend } from '../../../src/flow/rules/decide-send.ts';
import { createLocalMinutes } from '../../../src/numbering/time-zones.ts';
import { newSend, openNew, SILENT } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { policyOf } from '../../support/policies.ts';
import {
  expectedOf,
  type WantedSend,
  type WrittenPolicy,
  wantedSend,
  writtenPolicy,
} from '../../support/random-policies.ts';
import { roleFinderOf, ruleBookOf } from '../../support/role-finder.ts';
import { BOOKING, BOOKING_MESSAGE } from '../../support/sends.ts';

const RUNS = 500;
const PEOPLE = ['U0A', 'U0B', 'U0C', 'U0D', 'U0E', 'U0F'] as const;

/** A ledger with the rules plugged in as the bot has them. */
async function openBot() {
  const ruleBook = ruleBookOf(undefined);
  const roles = roleFinderOf(ruleBook);
  const own = (policy: Policy | undefined, personId: string) =>
    new Set([...(policy?.roles ?? [])].flatMap(([role, { users }]) => (users.includes(personId) ? [role] : [])));
  const claimRules = createClaimRules({
    mode: 'live',
    teamNumbers: [],
    ruleBook,
    knownRoles: (personId) => own(ruleBook.current(), personId),
    localMinutes: createLocalMinutes(),
  });
  const opened = await openNew(createSqliteDatabase, { claimRules });
  const { approvals, outdated } = opened.rules;
  const askRules = createAskRules({ ruleBook, roles, namePeople: async () => new Map(), now: () => new Date() });
  const shared = { roles, ruleBook, wakeAll: () => undefined, log: SILENT };
  return {
    opened,
    ruleBook,
    askRules,
    decide: createDecideSend({ ...shared, approvals }),
    askAgain: createAskAgain({ ...shared, outdated, askRules }),
  };
}

type Bot = Awaited<ReturnType<typeof openBot>>;

/** Confirms a send under the policy in force. @returns false where that does not allow it */
async function confirms({ askRules, opened }: Bot, id: string, wanted: WantedSend): Promise<boolean> {
  const { actorId, channelId, recipients, template } = wanted;
  const answer = await askRules({ actorId, channelId, recipients, template });
  if (answer.kind === 'refused') return false;
  const known = template.category === undefined ? undefined : { ...BOOKING, ...template, category: template.category };
  const message = { ...BOOKING_MESSAGE, template: template.name };
  const order = { actorId, channelId, template: known, message };
  await opened.ledger.accept(newSend(id, { sizes: [recipients], order, rules: answer.rules }));
  return true;
}

/** The people of a list who press Approve. @returns those whose yes counted */
async function press({ decide, opened }: Bot, id: string, people: readonly string[]): Promise<readonly string[]> {
  const digest = (await opened.rules.approvals.findRequest(id))?.digest ?? '';
  const counted: string[] = [];
  for (const personId of people) {
    const { kind } = await decide.approve({ sendId: id, personId, digest });
    if (kind === 'approved' || kind === 'counted') counted.push(personId);
  }
  return counted;
}

async function leaves({ opened: { ledger } }: Bot, id: string): Promise<boolean> {
  return (await ledger.claimBatch('worker'))?.sendId === id;
}

/** By the page on policies, written a second time: whether these yeses are enough. */
function mayLeave(policy: WrittenPolicy, wanted: WantedSend, approvedBy: ReadonlySet<string>): boolean {
  const { isRefused, needs } = expectedOf(policy, wanted);
  const meets = [...needs].every(([by, count]) => {
    const roles = by.split('+');
    const agreed = [...approvedBy].filter(
      (person) => person !== wanted.actorId && roles.some((role) => policy.roles[role]?.includes(person)),
    );
    return agreed.length >= count;
  });
  return !isRefused && meets;
}

type End = 'not_confirmed' | 'waited' | 'left' | 'held' | 'asked';

interface Case {
  readonly policies: readonly [WrittenPolicy, WrittenPolicy];
  readonly wanted: WantedSend;
  /** Who presses Approve before the policy changes, and after it. */
  readonly presses: readonly [readonly string[], readonly string[]];
}

/** Plays one send from its confirmation to its end, and expects at each claim what the page on policies says. */
async function play(bot: Bot, id: string, { policies, presses, wanted }: Case): Promise<End> {
  const [before, after] = policies;
  bot.ruleBook.use(policyOf(JSON.stringify(before)));
  if (!(await confirms(bot, id, wanted))) return 'not_confirmed';
  const approvedBy = new Set(await press(bot, id, presses[0]));
  const { approvals } = bot.opened.rules;
  const isWaiting = (await approvals.findRequest(id))?.state === 'waiting';

  bot.ruleBook.use(policyOf(JSON.stringify(after)));
  const hasLeft = await leaves(bot, id);
  expect(hasLeft).toBe(!isWaiting && mayLeave(after, wanted, approvedBy));
  if (isWaiting) return 'waited';
  if (hasLeft) return 'left';

  await bot.askAgain();
  expect(await leaves(bot, id)).toBe(false);
  if ((await approvals.findRequest(id))?.state !== 'waiting') return 'held';
  for (const personId of await press(bot, id, presses[1])) approvedBy.add(personId);
  expect(await leaves(bot, id)).toBe(mayLeave(after, wanted, approvedBy));
  return 'asked';
}

describe('a policy that changes after people have approved', () => {
  it('lets nothing leave that it does not allow, whoever approved it before, and everything that it does', {
    timeout: 120_000,
  }, async () => {
    const bot = await openBot();
    const { lists } = bot.opened;
    const ends: End[] = [];
    const anyCase: fc.Arbitrary<Case> = fc.record({
      policies: fc.tuple(writtenPolicy, writtenPolicy),
      wanted: wantedSend,
      presses: fc.tuple(fc.shuffledSubarray([...PEOPLE]), fc.shuffledSubarray([...PEOPLE])),
    });
    await fc.assert(
      fc.asyncProperty(anyCase, async (one) => {
        const id = `S${ends.length}`;
        ends.push(await play(bot, id, one));
        await lists.control.stop(id, 'U0ADMIN');
      }),
      { numRuns: RUNS },
    );
    // All ends were seen, or the property says little.
    expect([...new Set(ends)].sort()).toEqual(['asked', 'held', 'left', 'not_confirmed', 'waited']);
  });
});
