import { describe, expect, it } from 'vitest';
import { isTemplateMessage } from '../../../src/core/template/message/message.ts';
import { phone } from '../../support/sends.ts';
import { accepted, claim, newSend, type Opened, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { claimRulesOf } from './claim-rules.ts';
import { codeSend } from './number-codes.ts';
import { rulesOf } from './send-rules.ts';

const MINUTE_MS = 60_000;
const ASHA = phone('+919870000000');
const BEN = phone('+919870000001');
const TEAM = { claimRules: claimRulesOf({ mode: 'team' }) };

/** Claims the code's message, as a worker does, and gives what it says. */
async function codeOf({ ledger }: Pick<Opened, 'ledger'>): Promise<string> {
  const batch = await claim(ledger);
  await ledger.settleBatch(batch, accepted(batch, batch.sendId), undefined);
  const { message } = batch.outgoing;
  return isTemplateMessage(message) ? (message.parameters[0] ?? '') : '';
}

const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

function age({ database }: Opened, ms: number, sendId?: string) {
  const where = sendId === undefined ? '' : ` where send_id = '${sendId}'`;
  return database.run(`update number_codes set asked_at = asked_at - ${ms}${where}`);
}

export function numberCodeContract(create: CreateDatabase): void {
  describe('a code that proves a number', () => {
    it('leaves in team mode for that number alone; once it is typed, messages reach the number', async () => {
      const opened = await openNew(create, TEAM);
      const { ledger, rules } = opened;
      await rules.numberCodes.accept(codeSend('S1', ASHA));
      const code = await codeOf(opened);
      await ledger.accept(newSend('S2', { sizes: [2] }));
      const before = await ledger.claimBatch('worker');

      const tried = await rules.numberCodes.tryCode({ sendId: 'S1', personId: 'U1', typed: code });
      await ledger.accept(newSend('S3', { sizes: [2] }));

      expect(code).toMatch(/^\d{6}$/);
      expect(before).toBeUndefined();
      expect(tried).toEqual({ kind: 'proved' });
      expect((await claim(ledger)).outgoing.recipients).toEqual([ASHA]);
      expect([...(await rules.numberCodes.findProved([BEN, ASHA]))]).toEqual([ASHA]);
    });

    it('stands nowhere in the ledger, and neither does what would have been typed', async () => {
      const opened = await openNew(create, TEAM);
      await opened.rules.numberCodes.accept(codeSend('S1', ASHA));
      const code = await codeOf(opened);
      await opened.rules.numberCodes.tryCode({ sendId: 'S1', personId: 'U1', typed: code });

      const kept = await Promise.all(
        ['sends', 'batches', 'deliveries', 'number_codes', 'proved_numbers', 'cards'].map((table) =>
          opened.database.run(`select * from ${table}`),
        ),
      );
      const shown = await opened.ledger.findSend('S1');

      expect(JSON.stringify(kept)).toContain('••••••');
      expect(JSON.stringify(kept)).not.toMatch(new RegExp(`"[^"]*(?<!\\d)${code}(?!\\d)[^"]*"`));
      expect(shown?.message).toMatchObject({ parameters: ['••••••'], hasCode: true });
    });

    it('is the same for every process, and for nobody but the person who asked', async () => {
      const opened = await openNew(create, TEAM);
      const second = await opened.openAgain();
      await opened.rules.numberCodes.accept(codeSend('S1', ASHA));
      const typed = await codeOf(second);
      const tries = [
        await opened.rules.numberCodes.tryCode({ sendId: 'S1', personId: 'U2', typed }),
        await opened.rules.numberCodes.tryCode({ sendId: 'S2', personId: 'U1', typed }),
        await second.rules.numberCodes.tryCode({ sendId: 'S1', personId: 'U1', typed }),
        await opened.rules.numberCodes.tryCode({ sendId: 'S1', personId: 'U1', typed }),
      ];

      expect(tries.map(({ kind }) => kind)).toEqual(['over', 'over', 'proved', 'over']);
    });

    it('is tried five times, however many processes try at once, and counts no more after that', async () => {
      const opened = await openNew(create, TEAM);
      const second = await opened.openAgain();
      await opened.rules.numberCodes.accept(codeSend('S1', ASHA));
      const code = await codeOf(opened);
      const wrong = { sendId: 'S1', personId: 'U1', typed: other(code) };
      const first = await opened.rules.numberCodes.tryCode(wrong);

      const rest = await Promise.all(
        Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? opened : second).rules.numberCodes.tryCode(wrong)),
      );
      const right = await opened.rules.numberCodes.tryCode({ ...wrong, typed: code });

      expect(first).toEqual({ kind: 'wrong', triesLeft: 4 });
      expect(rest.filter(({ kind }) => kind === 'wrong')).toHaveLength(3);
      expect(right).toEqual({ kind: 'over' });
      expect(await opened.database.run('select tries from number_codes')).toEqual([{ tries: 5 }]);
      expect((await opened.rules.numberCodes.findProved([ASHA])).size).toBe(0);
    });

    it('is used up by one of two who type it at the same moment', async () => {
      const opened = await openNew(create, TEAM);
      const second = await opened.openAgain();
      await opened.rules.numberCodes.accept(codeSend('S1', ASHA));
      const right = { sendId: 'S1', personId: 'U1', typed: await codeOf(opened) };

      const tried = await Promise.all([opened, second].map(({ rules }) => rules.numberCodes.tryCode(right)));

      expect(tried.map(({ kind }) => kind).toSorted()).toEqual(['over', 'proved']);
    });

    it('neither counts nor leaves after ten minutes', async () => {
      const opened = await openNew(create, TEAM);
      const { ledger, rules } = opened;
      await rules.numberCodes.accept(codeSend('S1', ASHA));
      const typed = await codeOf(opened);
      await rules.numberCodes.accept(codeSend('S2', ASHA));

      await age(opened, 10 * MINUTE_MS + 1);

      expect(await rules.numberCodes.tryCode({ sendId: 'S1', personId: 'U1', typed })).toEqual({ kind: 'over' });
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await opened.database.run(`select cancel_reason from deliveries where send_id = 'S2'`)).toEqual([
        { cancel_reason: 'not_in_team' },
      ]);
    });

    it('keeps to people who said no, and leaves as what it is when the mode has changed', async () => {
      const opened = await openNew(create, TEAM);
      await opened.rules.numberCodes.accept(codeSend('S1', ASHA));
      await opened.rules.numberCodes.accept(codeSend('S2', BEN, { order: { actorId: 'U2' } }));
      await opened.rules.optOuts.addOptOuts({ numbers: [ASHA], scope: 'all', source: 'word' });
      const live = await opened.openAgain({ claimRules: claimRulesOf() });

      expect(await codeOf(live)).toMatch(/^\d{6}$/);
      expect(await opened.statuses('S1')).toEqual(['cancelled']);
    });
  });

  describe('codes', () => {
    const kindOf = async ({ rules }: Pick<Opened, 'rules'>, id: string, to = ASHA, actorId = 'U1') => {
      const result = await rules.numberCodes.accept(codeSend(id, to, { order: { actorId } }));
      return result.kind === 'too_many' ? result.because : result.kind;
    };

    it('are three an hour for a person, and three an hour to a number whoever asks', async () => {
      const opened = await openNew(create, TEAM);
      const third = phone('+919870000002');

      const kinds = [
        await kindOf(opened, 'S1'),
        await kindOf(opened, 'S2', BEN),
        await kindOf(opened, 'S3', third),
        await kindOf(opened, 'S4', third),
        await kindOf(opened, 'S5', ASHA, 'U2'),
        await kindOf(opened, 'S6', ASHA, 'U3'),
        await kindOf(opened, 'S7', ASHA, 'U4'),
        await kindOf(opened, 'S1'),
      ];
      await age(opened, 30 * MINUTE_MS);
      const soon = await opened.rules.numberCodes.accept(codeSend('S8', third));
      await age(opened, 30 * MINUTE_MS);

      expect(kinds).toEqual([
        'accepted',
        'accepted',
        'accepted',
        'person_hour',
        'accepted',
        'accepted',
        'number_hour',
        'accepted',
      ]);
      expect(await opened.ledger.findSend('S4')).toBeUndefined();
      expect(soon).toMatchObject({ kind: 'too_many', because: 'person_hour' });
      expect(soon.kind === 'too_many' && Math.abs(soon.waitMs - 30 * MINUTE_MS)).toBeLessThan(MINUTE_MS);
      expect(await kindOf(opened, 'S9', third)).toBe('accepted');
    });

    it('are five a day to a number, and are forgotten after it', async () => {
      const opened = await openNew(create, TEAM);
      const kinds: string[] = [];
      for (let hour = 0; hour < 7; hour += 1) {
        kinds.push(await kindOf(opened, `S${hour}`, ASHA, `U${hour}`));
        await age(opened, 60 * MINUTE_MS);
      }

      await age(opened, 24 * 60 * MINUTE_MS);
      const nextDay = await kindOf(opened, 'S9');

      expect(kinds).toEqual([...Array.from({ length: 5 }, () => 'accepted'), 'number_day', 'number_day']);
      expect(nextDay).toBe('accepted');
      expect(await opened.database.run('select send_id from number_codes')).toEqual([{ send_id: 'S9' }]);
    });

    it('that two processes ask for at once are counted one after the other', async () => {
      const opened = await openNew(create, TEAM);
      const second = await opened.openAgain();

      const kinds = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          kindOf(index % 2 === 0 ? opened : second, `S${index}`, phone(`+91987000001${index}`)),
        ),
      );

      expect(kinds.filter((kind) => kind === 'accepted')).toHaveLength(3);
    });

    it('are charged to the day of the team mode like any message', async () => {
      const opened = await openNew(create, TEAM);
      const limits = { workspace: 1, isTeamMode: true } as const;
      const rules = rulesOf({ quotas: { day: '2026-11-29', limits } });

      const results = [
        await opened.rules.numberCodes.accept(codeSend('S1', ASHA, { rules })),
        await opened.rules.numberCodes.accept(codeSend('S2', ASHA, { rules })),
      ];

      expect(results[0]).toMatchObject({ kind: 'accepted' });
      expect(results[1]).toEqual({
        kind: 'over_quota',
        shortage: { quota: 'workspace', limit: 1, left: 0, isTeamMode: true },
      });
    });
  });
}
