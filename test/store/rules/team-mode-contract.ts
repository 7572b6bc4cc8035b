import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PhoneNumber } from '../../../src/core/recipients/phone-number.ts';
import { freeText } from '../../../src/core/template/message/free-text.ts';
import { isTemplateMessage } from '../../../src/core/template/message/message.ts';
import type { ClaimedBatch } from '../../../src/flow/ports/store/deliver-batch.ts';
import { newReply } from '../../support/replies.ts';
import { phone } from '../../support/sends.ts';
import { confirmationOf, messageOfRow, planOf } from '../lists/plans.ts';
import { accepted, newSend, type Opened, openNew, unanswered } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { claimRulesOf } from './claim-rules.ts';
import { codeSend } from './number-codes.ts';
import { ONE_APPROVAL, rulesOf } from './send-rules.ts';

/** `MODEL_RUNS=1000` for a long one. */
const RUNS = Math.min(Number(process.env['MODEL_RUNS'] ?? 10), 1_000);
const PEOPLE: readonly PhoneNumber[] = Array.from({ length: 8 }, (_, at) => phone(`+91987000000${at}`));
const TEAM = PEOPLE.slice(0, 2);

/** Somebody proves this number before anything else happens. */
const FIRST = { at: 7, to: [] };
const PROVED = phone('+919870000007');

/** What one step does, and to whom. */
interface Given {
  readonly process: Pick<Opened, 'ledger' | 'lists' | 'replies' | 'rules'>;
  readonly at: number;
  readonly to: readonly PhoneNumber[];
}

export function teamModeContract(create: CreateDatabase): void {
  describe('team mode, while people send, ask for codes, type them, answer, approve and send lists', () => {
    it('lets nothing leave to a number that is none of the team’s and that nobody has proved, but the code that proves it', {
      timeout: 120_000,
    }, async () => {
      const opened = await openNew(create, { claimRules: claimRulesOf({ mode: 'team', teamNumbers: TEAM }) });
      const processes = [opened, await opened.openAgain()];
      const replies = PEOPLE.map((from, at) => newReply(`R${at}`, { from }));
      await opened.replies.saveReplies(replies, 'waiting');
      const { deeds, gone, proved, codes } = createDeeds(opened);
      for (const deed of ['code', 'claim', 'typed']) await deeds[deed]?.({ ...FIRST, process: opened });
      const step = fc.record({
        deed: fc.constantFrom(...Object.keys(deeds), 'claim', 'claim', 'code'),
        process: fc.nat(1),
        at: fc.nat(30),
        to: fc.subarray([...PEOPLE], { minLength: 1, maxLength: 4 }),
      });

      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 24 }), async (steps) => {
          for (const { deed, process, ...given } of steps)
            await deeds[deed]?.({ ...given, process: processes[process] ?? opened });
        }),
        { numRuns: RUNS },
      );
      await deeds['send']?.({ ...FIRST, process: opened, to: PEOPLE });
      for (let left = 1; left > 0; ) {
        const before = gone.length;
        await deeds['claim']?.({ ...FIRST, process: opened });
        left = gone.length - before;
      }

      expect(gone.filter(({ mayLeave }) => !mayLeave)).toEqual([]);
      const ordinary = new Set(gone.flatMap(({ number, sendId }) => (codes.has(sendId) ? [] : [number])));
      expect([...ordinary].toSorted()).toEqual([...new Set([...TEAM, ...proved])].toSorted());
      expect(proved).toContain(PROVED);
    });
  });
}

function createDeeds({ database }: Opened) {
  const claims: ClaimedBatch[] = [];
  /** Every message that left, and whether it might by what was known when it was claimed. */
  const gone: { readonly sendId: string; readonly number: PhoneNumber; readonly mayLeave: boolean }[] = [];
  const proved = new Set<PhoneNumber>();
  const codes = new Map<string, PhoneNumber>();
  const typed = new Map<string, string>();
  let sends = 0;
  const newId = () => `S${++sends}`;
  const idAt = (at: number): string => `S${1 + (at % Math.max(1, sends))}`;
  const batchesOf = (id: string, to: readonly PhoneNumber[]) =>
    to.map((recipient, at) => ({ token: `${id}-token-${at}`, recipients: [recipient] }));
  const rulesAt = (at: number) => (at % 3 === 0 ? rulesOf({ approval: ONE_APPROVAL }) : rulesOf());
  const deeds: Readonly<Record<string, (given: Given) => Promise<unknown>>> = {
    send({ process, at, to }) {
      const id = newId();
      const batches = at % 2 === 0 ? batchesOf(id, to) : [{ token: `${id}-token`, recipients: to }];
      return process.ledger.accept(newSend(id, { order: { recipients: to }, batches, rules: rulesAt(at) }));
    },
    async list({ process: { lists }, at, to }) {
      const id = newId();
      const batches = batchesOf(id, to).map(({ token, recipients: [recipient = TEAM[0] ?? phone('')] }, row) => ({
        token,
        message: messageOfRow(row + 2),
        recipients: [{ row: row + 2, recipient }],
      }));
      const digest = await lists.plans.save(planOf(id, to.length, { batches }));
      await lists.plans.confirm(confirmationOf(id, digest, { rules: rulesAt(at) }));
    },
    async answer({ process, at }) {
      const id = newId();
      const number = PEOPLE[at % PEOPLE.length] as PhoneNumber;
      const { order, ...send } = newSend(id, { batches: batchesOf(id, [number]) });
      const answer = { ...order, template: undefined, message: freeText('Yes.'), recipients: [number] };
      const replyId = `R${at % PEOPLE.length}`;
      await process.replies.answers.accept({ replyId, seenUntil: new Date(), send: { ...send, order: answer } });
    },
    async code({ process, at }) {
      const id = newId();
      const number = PEOPLE[at % PEOPLE.length] as PhoneNumber;
      const order = { actorId: `U${at % 5}` };
      const { kind } = await process.rules.numberCodes.accept(codeSend(id, number, { order }));
      if (kind === 'accepted') codes.set(id, number);
    },
    async typed({ process: { rules }, at }) {
      const [sendId, code] = [...typed][at % Math.max(1, typed.size)] ?? ['S0', '000000'];
      const [row] = await database.run(`select person_id from number_codes where send_id = '${sendId}'`);
      const personId = at % 9 === 0 ? 'U9' : String(row?.['person_id']);
      const { kind } = await rules.numberCodes.tryCode({ sendId, personId, typed: at % 5 === 0 ? '123456' : code });
      const number = codes.get(sendId);
      if (kind === 'proved' && number !== undefined) proved.add(number);
    },
    async claim({ process }) {
      const batch = await process.ledger.claimBatch('worker');
      if (batch === undefined) return;
      claims.push(batch);
      const { message, recipients } = batch.outgoing;
      const code = codes.get(batch.sendId);
      if (code !== undefined && isTemplateMessage(message)) typed.set(batch.sendId, message.parameters[0] ?? '');
      for (const number of recipients)
        gone.push({
          sendId: batch.sendId,
          number,
          mayLeave: TEAM.includes(number) || proved.has(number) || number === code,
        });
    },
    async settle({ process, at }) {
      const batch = claims.shift();
      const settlements = batch && (at % 4 === 0 ? unanswered(batch) : accepted(batch, batch.token));
      if (batch && settlements) await process.ledger.settleBatch(batch, settlements, undefined);
    },
    async requeue({ process }) {
      const batch = claims.shift();
      if (batch !== undefined) await process.ledger.requeueBatch(batch, 0);
    },
    /** As a release before this one saved them. */
    keyless: () => database.run(`update deliveries set recipient_key = null where status = 'queued'`),
    async approve({ process: { rules }, at }) {
      const digest = (await rules.approvals.findRequest(idAt(at)))?.digest ?? '';
      await rules.approvals.approve({ sendId: idAt(at), personId: 'U8', digest, policyHash: 'policy-1', meets: [0] });
    },
    stop: ({ process, at }) => process.lists.control.stop(idAt(at), 'U1'),
  };
  return { deeds, gone, proved, codes };
}
