import type { SendRules } from '../../../src/core/rules/send-rules.ts';
import type { ClaimedBatch } from '../../../src/flow/ports/store/deliver-batch.ts';
import type { Store } from '../../../src/store/open-store.ts';
import { BOOKING, BOOKING_MESSAGE, phone } from '../../../test/support/sends.ts';
import type { Random } from '../random.ts';
import type { Change } from './changer.ts';
import { addFact, readFacts } from './facts.ts';

export const REQUESTER = 'U1';
/** Fewer than all sends of a run have, so that they compete for it. */
export const PERSON_LIMIT = 40;
export const NUMBER_LIMIT = 4;
const DAY = '2026-11-29';
const APPROVERS = ['U2', 'U3'] as const;
const PEOPLE = 24;
const MAX_RECIPIENTS = 4;
const FIRST_NUMBER = 919_850_000_000;
/** Enough for some to wait, and few enough that each is pressed at again and again. */
const SENDS = 18;

export const RULE_MUTANTS = ['approve-by-requester', 'digest-not-compared', 'opt-out-only-at-review'] as const;
export type RuleMutant = (typeof RULE_MUTANTS)[number];

export const DEEDS = ['ask', 'approve', 'forge', 'tamper', 'stop', 'optOut', 'claim', 'settle', 'clear'] as const;
export type Deed = (typeof DEEDS)[number];
/** Of 50. What keeps messages from phones is rare, or there would be none to look at. */
const OFTEN: Readonly<Record<Deed, number>> = {
  ask: 8,
  approve: 12,
  forge: 3,
  tamper: 1,
  stop: 1,
  optOut: 1,
  claim: 12,
  settle: 10,
  clear: 2,
};
const [FIRST_DEED, ...MORE_DEEDS] = DEEDS.flatMap((deed) => Array.from({ length: OFTEN[deed] }, () => deed));

export function pickDeed(random: Random): Deed {
  return random.pick([FIRST_DEED ?? 'ask', ...MORE_DEEDS]);
}

interface World {
  readonly store: Store;
  /** Of the facts. */
  readonly path: string;
  readonly random: Random;
  readonly mutant: RuleMutant | undefined;
  readonly change: Change;
  /** Tells the sends of two processes apart. */
  readonly name: string;
}

/** What a send says: its own ID, so that a phone tells which send it was. */
export function textOf(sendId: string): string {
  return `BK-${sendId}`;
}

/** What one process does at random, and what a broken one does in place of it. */
export function createDeeds(world: World): Readonly<Record<Deed | 'bait', () => Promise<unknown>>> {
  const { store, path, random, mutant, change } = world;
  const claimed: ClaimedBatch[] = [];
  let asked = 0;

  const someSend = (): string => `${random.pick(['A', 'B'])}-${random.below(SENDS)}`;
  const someone = (): string => `+${FIRST_NUMBER + random.below(PEOPLE)}`;

  async function press(sendId: string, by: string): Promise<void> {
    const request = await store.rules.approvals.findRequest(sendId);
    if (request === undefined) return;
    // The card was drawn when the send was asked for.
    const shown = request.digest;
    addFact(path, { kind: 'pressed', sendId, by, shown });
    if (mutant === 'digest-not-compared') {
      const now = await store.rules.approvals.digestOf(sendId);
      await change(`update approval_requests set digest = '${now}' where send_id = '${sendId}'`);
    }
    const personId = mutant === 'approve-by-requester' && by === REQUESTER ? 'U9' : by;
    const digest = mutant === 'digest-not-compared' ? ((await store.rules.approvals.digestOf(sendId)) ?? '') : shown;
    await store.rules.approvals.approve({ sendId, personId, digest, policyHash: 'policy-1', meets: [0] });
  }

  return {
    /** Three sends of which no message may reach a phone: pressed by who asks, changed before the press, and to who said no since. */
    async bait() {
      const bait = async (id: string, number: string) => {
        await store.ledger.accept(newSend(id, [number], rulesOf(mutant)));
        return id;
      };
      await press(await bait('own', `+${FIRST_NUMBER + PEOPLE}`), REQUESTER);
      const changed = await bait('changed', `+${FIRST_NUMBER + PEOPLE + 1}`);
      await change(
        `update sends set message = replace(message, '${textOf(changed)}', 'TAMPERED') where id = '${changed}'`,
      );
      await press(changed, APPROVERS[0]);
      const number = `+${FIRST_NUMBER + PEOPLE + 2}`;
      await press(await bait('said-no', number), APPROVERS[0]);
      await store.rules.optOuts.addOptOuts({ numbers: [phone(number)], scope: 'marketing', source: 'word' });
      addFact(path, { kind: 'no', number });
    },
    async ask() {
      const id = `${world.name}-${asked++ % SENDS}`;
      await store.ledger.accept(newSend(id, recipientsOf(random), rulesOf(mutant)));
    },
    approve: () => press(someSend(), random.pick(APPROVERS)),
    /** The requester presses, or somebody shows what another send says. */
    async forge() {
      const sendId = someSend();
      if (random.chance(0.5)) return press(sendId, REQUESTER);
      return store.rules.approvals.approve({
        sendId,
        personId: 'U4',
        digest: 'of another send',
        policyHash: 'policy-1',
        meets: [0],
      });
    },
    /** Other words are put in a send that waits; no approval may count for them. */
    async tamper() {
      const sendId = someSend();
      return change(`update sends set message = replace(message, '${textOf(sendId)}', 'TAMPERED')
        where id = '${sendId}' and state = 'held'`);
    },
    stop: () => store.lists.control.stop(someSend(), REQUESTER),
    async optOut() {
      const number = someone();
      await store.rules.optOuts.addOptOuts({ numbers: [phone(number)], scope: 'marketing', source: 'word' });
      addFact(path, { kind: 'no', number });
    },
    async claim() {
      const saidNo = new Set(readFacts(path).flatMap((fact) => (fact.kind === 'no' ? [fact.number] : [])));
      const batch = await store.ledger.claimBatch(`${world.name} ${process.pid}`);
      if (batch === undefined) return;
      const { message, recipients } = batch.outgoing;
      const text = 'parameters' in message ? (message.parameters[1] ?? '') : '';
      for (const number of recipients)
        addFact(path, { kind: 'phone', sendId: batch.sendId, number, text, wasNo: saidNo.has(number) });
      claimed.push(batch);
    },
    async settle() {
      const batch = claimed.shift();
      if (batch === undefined) return;
      const settlements = batch.deliveryIds.map((deliveryId, index) => ({
        deliveryId,
        status: 'accepted' as const,
        messageId: `${batch.token}:${index}`,
        failure: undefined,
      }));
      await store.ledger.settleBatch(batch, settlements, undefined);
    },
    async clear() {
      await store.ledger.expireLeases();
      await store.lists.timed.clearRows();
    },
  };
}

function recipientsOf(random: Random): readonly string[] {
  const first = random.below(PEOPLE);
  const count = 1 + random.below(MAX_RECIPIENTS);
  return Array.from({ length: count }, (_, index) => `+${FIRST_NUMBER + ((first + index) % PEOPLE)}`);
}

/** Who looks only at the review lets a send go on to people who said no since. */
function rulesOf(mutant: RuleMutant | undefined): SendRules {
  return {
    policyHash: 'policy-1',
    optOutScope: 'marketing',
    keepsQuietHours: false,
    quotas: { day: DAY, limits: { person: PERSON_LIMIT, number: NUMBER_LIMIT } },
    approval: {
      needs: [{ by: ['lead'], count: 1, rule: 1, because: 'it is an offer' }],
      approvers: [...APPROVERS],
    },
    ...(mutant === 'opt-out-only-at-review' && { optOutException: 'looked at in the review' }),
  };
}

function newSend(id: string, numbers: readonly string[], rules: SendRules) {
  const recipients = numbers.map(phone);
  return {
    id,
    dedupeKey: `T1:${id}`,
    order: {
      teamId: 'T1',
      channelId: 'C1',
      actorId: REQUESTER,
      parentId: undefined,
      template: BOOKING,
      message: { ...BOOKING_MESSAGE, parameters: ['Asha', textOf(id)] },
      sender: phone('+919800000000'),
      recipients,
    },
    batches: recipients.map((recipient, index) => ({ token: `${id}-${index}`, recipients: [recipient] })),
    reportsExpected: true,
    cards: [{ role: 'channel' as const, destination: 'C1' }],
    responseUrl: undefined,
    rules,
  };
}
