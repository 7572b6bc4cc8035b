import { describe, expect, it } from 'vitest';
import type { JudgedSend } from '../../../src/flow/ports/store/rules/claim-rules.ts';
import { phone } from '../../support/sends.ts';
import { accepted, claim, newSend, type Opened, openNew, recipients } from '../opened-ledger.ts';
import { claimRulesOf } from '../rules/claim-rules.ts';
import { codeSend } from '../rules/number-codes.ts';
import { rulesOf } from '../rules/send-rules.ts';
import type { CreateDatabase } from '../test-database.ts';
import { endsOf } from './ends.ts';

const HOUR_MS = 3_600_000;
const ASHA = phone('+919870000000');
const BEN = phone('+919870000001');
const CARLA = phone('+919870000002');
const DEV = phone('+919870000003');

async function usedBy({ database }: Opened): Promise<number> {
  const [row] = await database.run(`select cast(used as integer) as used from quota_uses where scope = 'workspace'`);
  return Number(row?.['used']);
}

export function claimRuleContract(create: CreateDatabase): void {
  describe('a person who says no while a send leaves', () => {
    it('gets nothing of it any more, is counted as opted out, and what it was charged to is given back', async () => {
      const opened = await openNew(create);
      const { ledger, rules } = opened;
      const quotas = { day: '2026-11-29', limits: { workspace: 100 } };
      await ledger.accept(newSend('S1', { sizes: [1, 2, 1], rules: rulesOf({ quotas }) }));
      await claim(ledger);
      await rules.optOuts.addOptOuts({ numbers: [BEN, DEV], scope: 'marketing', source: 'word' });
      const version = (await ledger.findSend('S1'))?.version ?? 0;

      const next = await claim(ledger);
      const last = await ledger.claimBatch('worker');

      expect(next.outgoing.recipients).toEqual([CARLA]);
      expect(last).toBeUndefined();
      expect(await endsOf(opened)).toEqual(['sending', 'cancelled opted_out', 'sending', 'cancelled opted_out']);
      expect(await usedBy(opened)).toBe(2);
      expect((await ledger.findSend('S1'))?.version).toBeGreaterThan(version + 1);
      expect(await ledger.untilNextBatch()).toBeUndefined();
    });

    it('gets what they did not say no to, what they took back, and what a person made an exception for', async () => {
      const opened = await openNew(create);
      const { ledger, rules } = opened;
      await rules.optOuts.addOptOuts({ numbers: [ASHA], scope: 'marketing', source: 'word' });
      const leaves = async (id: string, scope: 'marketing' | 'all', exception?: string) => {
        await ledger.accept(
          newSend(id, {
            rules: rulesOf({ optOutScope: scope, ...(exception !== undefined && { optOutException: exception }) }),
          }),
        );
        return (await ledger.claimBatch('worker')) !== undefined;
      };

      const before = [
        await leaves('S1', 'all'),
        await leaves('S2', 'marketing'),
        await leaves('S3', 'marketing', 'asked for it'),
      ];
      await rules.optOuts.liftOptOut(ASHA, { source: 'word' });
      const lifted = await leaves('S4', 'marketing');
      await rules.optOuts.addOptOuts({ numbers: [ASHA], scope: 'all', source: 'person', by: 'U1' });
      await ledger.accept(newSend('S5'));

      expect([...before, lifted]).toEqual([true, false, true, true]);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
    });

    it.each([1, 2])(
      'is known also where a process of the release before saved recipients without keys: %i',
      async (keyless) => {
        const opened = await openNew(create);
        const { ledger, rules, database } = opened;
        const quotas = { day: '2026-11-29', limits: { workspace: 100 } };
        await ledger.accept(newSend('S1', { sizes: [2], rules: rulesOf({ quotas }) }));
        await database.run(`update deliveries set recipient_key = null where position < ${keyless}`);
        await rules.optOuts.addOptOuts({ numbers: [ASHA], scope: 'all', source: 'word' });

        const batch = await claim(ledger);

        expect(batch.outgoing.recipients).toEqual([BEN]);
        expect(await endsOf(opened)).toEqual(['cancelled opted_out', 'sending']);
        expect(await usedBy(opened)).toBe(1);
      },
    );

    it('who said it before a claim began never gets it, whichever of two processes claims', {
      timeout: 60_000,
    }, async () => {
      const opened = await openNew(create);
      const other = await opened.openAgain();
      const people = recipients(40);
      await opened.ledger.accept(newSend('S1', { sizes: people.map(() => 1), rules: rulesOf() }));
      const saidNo = new Set<string>();
      const reached: { readonly number: string; readonly wasNo: boolean }[] = [];
      const claimAll = async ({ ledger }: Pick<Opened, 'ledger'>) => {
        for (;;) {
          const known = new Set(saidNo);
          const batch = await ledger.claimBatch('worker');
          if (batch === undefined) return;
          for (const number of batch.outgoing.recipients) reached.push({ number, wasNo: known.has(number) });
        }
      };
      const sayNo = async () => {
        for (const number of people.toReversed().filter((_, index) => index % 2 === 0)) {
          await other.rules.optOuts.addOptOuts({ numbers: [number], scope: 'all', source: 'word' });
          saidNo.add(number);
        }
      };

      await Promise.all([claimAll(opened), claimAll(other), sayNo()]);

      expect(reached.filter(({ wasNo }) => wasNo)).toEqual([]);
      expect(new Set(reached.map(({ number }) => number)).size).toBe(reached.length);
      const ends = await endsOf(opened);
      expect(ends.filter((end) => end === 'sending')).toHaveLength(reached.length);
      expect(ends.filter((end) => end === 'cancelled opted_out')).toHaveLength(people.length - reached.length);
    });
  });

  describe('the mode', () => {
    it('trial lets nothing leave', async () => {
      const opened = await openNew(create, { claimRules: claimRulesOf({ mode: 'trial' }) });
      await opened.ledger.accept(newSend('S1', { sizes: [1, 2] }));

      expect(await opened.ledger.claimBatch('worker')).toBeUndefined();
      expect(await endsOf(opened)).toEqual(['cancelled trial', 'cancelled trial', 'cancelled trial']);
    });

    it('team reaches the numbers of the team and those that people have proved, and no one else', async () => {
      const opened = await openNew(create, { claimRules: claimRulesOf({ mode: 'team', teamNumbers: [ASHA] }) });
      const { ledger, database } = opened;
      await ledger.accept(newSend('S1', { sizes: [4] }));
      for (const [position, provedAt] of [
        [1, '1'],
        [2, 'null'],
      ])
        await database.run(`insert into proved_numbers (number_key, person_id, attempts, asked_at, proved_at)
          select recipient_key, 'U1', 0, 1, ${provedAt} from deliveries where position = ${position}`);

      const batch = await claim(ledger);

      expect(batch.outgoing.recipients).toEqual([ASHA, BEN]);
      expect(await endsOf(opened)).toEqual(['sending', 'sending', 'cancelled not_in_team', 'cancelled not_in_team']);
    });
  });

  describe('a message that carries a code', () => {
    it('has it only when it leaves, and no other message has one', async () => {
      const { ledger, rules } = await openNew(create, {
        claimRules: claimRulesOf({ mode: 'team', teamNumbers: [BEN] }),
      });
      await rules.numberCodes.accept(codeSend('S1', ASHA));
      await ledger.accept(
        newSend('S2', { order: { recipients: [BEN] }, batches: [{ token: 't', recipients: [BEN] }] }),
      );

      const leaving = [await claim(ledger), await claim(ledger)].map(({ outgoing: { message } }) => message);

      expect(leaving).toMatchObject([{ parameters: [expect.stringMatching(/^\d{6}$/)] }, newSend('S2').order.message]);
    });
  });

  describe('a send whose window is closed', () => {
    it('is cancelled by the clock of the database', async () => {
      const opened = await openNew(create);
      const { ledger, database } = opened;
      await ledger.accept(newSend('S1'));
      await ledger.accept(newSend('S2'));
      await database.run(`update sends set expires_at = created_at - 1 where id = 'S1'`);
      await database.run(`update sends set expires_at = created_at + ${HOUR_MS} where id = 'S2'`);

      const batches = [await ledger.claimBatch('worker'), await ledger.claimBatch('worker')];

      expect(batches.map((batch) => batch?.sendId)).toEqual(['S2', undefined]);
      expect(await endsOf(opened)).toEqual(['cancelled window_closed']);
    });
  });

  describe('a policy that changes after the yes', () => {
    it('is asked about each send that was confirmed under another one, and holds what it does not allow', async () => {
      const judged: JudgedSend[] = [];
      const claimRules = claimRulesOf({
        policyHash: () => 'policy-2',
        judge(send) {
          judged.push(send);
          return send.sendId === 'S2' ? 'not_allowed' : undefined;
        },
      });
      const opened = await openNew(create, { claimRules });
      const { ledger, lists } = opened;
      await ledger.accept(newSend('S1', { sizes: [1, 1], rules: rulesOf({ policyHash: 'policy-2' }) }));
      await ledger.accept(newSend('S2', { sizes: [1, 2], rules: rulesOf() }));
      await ledger.accept(newSend('S3', { sizes: [1, 1], rules: rulesOf({ policyHash: undefined }) }));

      const batches = await Promise.all([1, 2, 3, 4, 5, 6].map(() => ledger.claimBatch('worker')));
      const held = await ledger.findSend('S2');
      const others = await Promise.all(['S1', 'S3'].map((id) => ledger.findSend(id)));
      await lists.control.sendHeldNow('S2', 'U1');
      const again = await ledger.claimBatch('worker');

      expect(batches.flatMap((batch) => batch?.sendId ?? []).sort()).toEqual(['S1', 'S1', 'S3', 'S3']);
      expect(held?.change).toMatchObject({ state: 'held', reason: 'not_allowed', by: undefined });
      expect(others.map((send) => send?.change)).toEqual([undefined, undefined]);
      expect(again).toBeUndefined();
      expect(judged.map(({ sendId }) => sendId)).toEqual(['S2', 'S3', 'S2']);
      expect(judged[0]).toEqual({
        sendId: 'S2',
        teamId: 'T1',
        channelId: 'C1',
        actorId: 'U1',
        template: 'booking_confirm',
        category: 'UTILITY',
        recipients: 3,
        policyHash: 'policy-1',
        approvedBy: [],
        isBreakGlass: false,
        isAwaited: false,
      });
      expect(await opened.statuses('S2')).toEqual(['queued', 'queued', 'queued']);
    });
  });

  describe('a policy that is asked about several sends', () => {
    it('is told of each who approved its bytes, and whether it leaves before that', async () => {
      const judged = new Map<string, JudgedSend>();
      const judge = (send: JudgedSend) => {
        judged.set(send.sendId, send);
        return undefined;
      };
      const { ledger, database } = await openNew(create, {
        claimRules: claimRulesOf({ policyHash: () => 'policy-2', judge }),
      });
      for (const id of ['S1', 'S2', 'S3', 'S4']) await ledger.accept(newSend(id, { rules: rulesOf() }));
      await database.run(`insert into approval_requests (send_id, digest, policy_hash, needs, asked_at, expires_at, state)
        values ('S1', 'd', 'policy-1', '[]', 1, 2, 'withdrawn'), ('S2', 'd', 'policy-1', '[]', 1, 2, 'approved'),
          ('S3', 'd', 'policy-1', '[]', 1, 2, 'to_review')`);
      await database.run(`insert into approvals (send_id, person_id, verdict, digest, policy_hash, meets, at)
        values ('S1', 'U3', 'declined', 'd', 'policy-1', '[]', 1), ('S2', 'U2', 'approved', 'd', 'policy-1', '[]', 1),
          ('S2', 'U3', 'approved', 'of other bytes', 'policy-1', '[]', 2)`);
      await database.run(`update sends set break_glass_reason = 'it burns' where id = 'S3'`);

      await Promise.all([1, 2, 3, 4].map(() => ledger.claimBatch('worker')));

      const told = [...judged].toSorted(([one], [other]) => one.localeCompare(other));
      expect(told.map(([id, { approvedBy, isBreakGlass }]) => [id, approvedBy, isBreakGlass])).toEqual([
        ['S1', [], false],
        ['S2', ['U2'], false],
        ['S3', [], true],
        ['S4', [], false],
      ]);
    });
  });

  describe('slots', () => {
    it('are booked for what leaves, and none for what is cancelled', async () => {
      const opened = await openNew(create, { messagesPerSecond: 10 });
      const { ledger, rules, database } = opened;
      await ledger.accept(newSend('S1', { sizes: [50], rules: rulesOf() }));
      await rules.optOuts.addOptOuts({ numbers: recipients(50).slice(1), scope: 'all', source: 'import' });

      const batch = await claim(ledger);
      const [rate] = await database.run('select next_at_us from send_rates');
      const now = (await opened.time()).getTime();
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(batch.deliveryIds).toHaveLength(1);
      expect(Number(rate?.['next_at_us']) / 1_000 - now).toBeLessThan(1_000);
    });
  });
}
