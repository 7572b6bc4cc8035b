import { describe, expect, it } from 'vitest';
import type { PauseCause } from '../../../src/core/send/pause-cause.ts';
import { accepted, claim, newSend, openNew, rejected } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const WRONG_KEY: PauseCause = { kind: 'refused', code: 'RBC001', mayProbe: true };
const NO_BALANCE: PauseCause = { kind: 'refused', code: 'E110', mayProbe: false };
const BUSY: PauseCause = { kind: 'asked_to_wait', code: 'HTTP_429', afterMs: 60_000 };
const TO_AUDIT = { sendId: 'S1', channel: 'CAUDIT' };

/** A store with a send that was refused, and one that waits after it. */
async function openRefused(create: CreateDatabase, cause: PauseCause = WRONG_KEY) {
  const opened = await openNew(create);
  await opened.ledger.accept(newSend('S1'));
  const batch = await claim(opened.ledger);
  await opened.ledger.accept(newSend('S2'));
  await opened.ledger.settleBatch(batch, rejected(batch, cause.code), undefined);
  const isNew = await opened.account.pause(cause, TO_AUDIT);
  return { ...opened, isNew };
}

/** A store whose account is paused, with the notice of it in Slack. */
async function openShown(create: CreateDatabase) {
  const opened = await openNew(create);
  await opened.ledger.accept(newSend('S1', { cards: [] }));
  await opened.account.pause(NO_BALANCE, TO_AUDIT);
  const notice = await opened.ledger.claimCard('worker');
  if (notice?.pause === undefined) throw new Error('no notice');
  const message = { channelId: 'CAUDIT', ts: '1.1' };
  await opened.ledger.saveCard(notice, { kind: 'shown', version: notice.send.version, message });
  return { ...opened, message, pauseId: notice.pause.id };
}

export function accountContract(create: CreateDatabase): void {
  describe('an account that is refused', () => {
    it('gets nothing more from any process until a person resumes it', async () => {
      const { account, isNew, ledger, openAgain } = await openRefused(create);
      const other = await openAgain();

      const whilePaused = [await ledger.claimBatch('a'), await other.ledger.claimBatch('b')];
      const pause = await other.account.current();
      const isResumed = await other.account.resume(pause?.id ?? '', 'U7');

      expect(isNew).toBe(true);
      expect(whilePaused).toEqual([undefined, undefined]);
      expect(pause).toMatchObject({ kind: 'refused', code: 'RBC001', endsAt: undefined });
      expect(isResumed).toBe(true);
      expect(await account.current()).toBeUndefined();
      expect((await claim(ledger)).sendId).toBe('S2');
    });

    it('keeps the refused batch as it is, and says in the waiting send what holds it', async () => {
      const { ledger, statuses } = await openRefused(create);

      expect(await statuses('S1')).toEqual(['rejected']);
      expect(await statuses('S2')).toEqual(['queued']);
      expect((await ledger.findSend('S1'))?.pausedBy).toBeUndefined();
      const waiting = await ledger.findSend('S2');
      expect(waiting?.pausedBy).toMatchObject({ code: 'RBC001' });
      expect(waiting?.version).toBe(2);
    });

    it('has nothing to show on cards of sends that do not wait', async () => {
      const { database, ledger, account } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      await ledger.accept(newSend('S2'));
      await database.run(`update cards set shown_version = wanted_version, behind_since = 1 returning role`);

      await account.pause(WRONG_KEY, TO_AUDIT);

      const cards = await database.run(
        `select send_id, behind_since = 1 as untouched from cards where role = 'channel' order by send_id`,
      );
      expect(cards.map((row) => [row['send_id'], Boolean(row['untouched'])])).toEqual([
        ['S1', true],
        ['S2', false],
      ]);
    });

    it('gets one notice, whichever send it refuses next', async () => {
      const { account, database, openAgain } = await openRefused(create);
      const other = await openAgain();

      const again = await Promise.all([
        account.pause(WRONG_KEY, TO_AUDIT),
        other.account.pause(NO_BALANCE, { sendId: 'S2', channel: undefined }),
      ]);

      expect(again).toEqual([false, false]);
      const notices = await database.run(`select send_id, destination from cards where role = 'pause_notice'`);
      expect(notices.map((row) => ({ ...row }))).toEqual([{ send_id: 'S1', destination: 'CAUDIT' }]);
    });

    it('gets its notice to the channel of the send that it refused when there is no audit channel, with the pause to show', async () => {
      const { account, ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { cards: [] }));

      await account.pause(NO_BALANCE, { sendId: 'S1', channel: undefined });

      const claimed = await ledger.claimCard('worker');
      expect(claimed?.card).toMatchObject({ role: 'pause_notice', destination: 'C1' });
      expect(claimed?.pause).toMatchObject({ code: 'E110', endsAt: undefined });
    });

    it('gets its notice to somebody where the channel refuses it, and says on waiting cards where that is', async () => {
      const { account, ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { cards: [] }));
      await account.pause(NO_BALANCE, { sendId: 'S1', channel: undefined });
      const refused = await ledger.claimCard('worker');
      if (refused === undefined) throw new Error('no notice');
      const before = (await ledger.findSend('S1'))?.pausedBy?.noticePlace;

      await ledger.saveCard(refused, { kind: 'moved', destination: 'U1' });

      expect(before).toBe('C1');
      expect((await ledger.findSend('S1'))?.pausedBy?.noticePlace).toBe('U1');
      expect((await ledger.claimCard('worker'))?.card).toMatchObject({ role: 'pause_notice', destination: 'U1' });
    });

    it('is resumed once, by name, and the notice has that to show', async () => {
      const { account, ledger, message, pauseId } = await openShown(create);

      const presses = [await account.resume(pauseId, 'U7'), await account.resume(pauseId, 'U8')];

      expect(presses).toEqual([true, false]);
      await expect
        .poll(() => ledger.claimCard('worker'))
        .toMatchObject({ card: { message }, pause: { resumedBy: 'U7', endsAt: expect.any(Date) } });
    });

    it('gets a new message for a new refusal, even of the same send', async () => {
      const { account, database, ledger, pauseId } = await openShown(create);
      await account.resume(pauseId, 'U7');

      expect(await account.pause(NO_BALANCE, TO_AUDIT)).toBe(true);

      const second = await ledger.claimCard('worker');
      expect(second?.card.message).toBeUndefined();
      expect(second?.pause?.endsAt).toBeUndefined();
      expect(await database.run('select id from pauses')).toHaveLength(2);
    });

    it.each(['shown', 'refused'] as const)(
      'gets a new message while the last one is edited, which is then %s',
      async (kind) => {
        const { account, database, ledger, message, pauseId } = await openShown(create);
        await account.resume(pauseId, 'U7');
        await database.run('update cards set behind_since = 1, not_before = 1 returning 1');
        const edited = await ledger.claimCard('worker');
        if (edited === undefined) throw new Error('no edit');

        await account.pause(NO_BALANCE, TO_AUDIT);
        const version = edited.send.version;
        await ledger.saveCard(edited, kind === 'shown' ? { kind, version, message } : { kind, next: [] });

        await database.run('update cards set behind_since = 1, not_before = 1 returning 1');
        const second = await ledger.claimCard('worker');
        expect(second?.card).toMatchObject({ role: 'pause_notice', message: undefined });
        expect(second?.pause?.endsAt).toBeUndefined();
      },
    );
  });

  describe('the probe of a refused account', () => {
    const makeDue = `update pauses set probe_at = 1 where probe_at is not null returning id`;

    it('is due for one process at a time, and only where a free request can tell', async () => {
      const { account, database, openAgain } = await openRefused(create);
      const other = await openAgain();
      const tooEarly = await account.claimProbe();
      await database.run(makeDue);

      const claimed = await Promise.all([account.claimProbe(), other.account.claimProbe()]);

      expect(tooEarly).toBeUndefined();
      expect(claimed.filter((pause) => pause !== undefined)).toHaveLength(1);
      const balance = await openRefused(create, NO_BALANCE);
      expect(await balance.database.run(makeDue)).toEqual([]);
    });

    it('comes later each time', async () => {
      const { account, database } = await openRefused(create);
      const waits: number[] = [];
      for (let probe = 0; probe < 6; probe += 1) {
        await database.run(makeDue);
        await account.claimProbe();
        const [row] = await database.run('select probe_at, began_at from pauses');
        waits.push(Math.round((Number(row?.['probe_at']) - Number(row?.['began_at'])) / 60_000));
      }

      expect(waits).toEqual([1, 2, 4, 8, 16, 16]);
    });

    it('is not believed again when the refusal comes back right after it', async () => {
      const { account, database } = await openRefused(create);
      const pause = await account.current();
      await account.resume(pause?.id ?? '', 'probe');

      await account.pause(WRONG_KEY, TO_AUDIT);

      expect(await database.run('select id from pauses where probe_at is not null')).toEqual([]);
    });
  });

  describe('an account that is asked to wait', () => {
    it('waits that long and no longer, and never less than was asked before', async () => {
      const { account, database, ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const first = await account.pause(BUSY, TO_AUDIT);
      const again = await account.pause({ kind: 'asked_to_wait', code: 'HTTP_429', afterMs: 1 }, TO_AUDIT);

      const whilePaused = await ledger.claimBatch('worker');
      const held = (await ledger.findSend('S1'))?.pausedBy;
      const [row] = await database.run('select began_at from pauses');
      await database.run('update pauses set ends_at = 1 returning id');

      expect([first, again]).toEqual([true, false]);
      expect(whilePaused).toBeUndefined();
      expect((held?.endsAt?.getTime() ?? 0) - Number(row?.['began_at'])).toBe(60_000);
      expect((await claim(ledger)).sendId).toBe('S1');
      expect(await account.pause(BUSY, TO_AUDIT)).toBe(true);
      expect(await database.run(`select role from cards where role = 'pause_notice'`)).toEqual([]);
    });
  });

  describe('a callback address that is not allowed', () => {
    it('gets one notice a week at most', async () => {
      const { account, database, ledger, openAgain } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.accept(newSend('S2'));
      const other = await openAgain();

      const told = await Promise.all([
        account.callbackNotAllowed(TO_AUDIT),
        other.account.callbackNotAllowed({ sendId: 'S2', channel: 'CAUDIT' }),
      ]);
      await database.run('update notices set told_at = 1 returning subject');
      const laterOn = await account.callbackNotAllowed({ sendId: 'S2', channel: 'CAUDIT' });

      expect(told.toSorted()).toEqual([false, true]);
      expect(laterOn).toBe(true);
    });
  });
}
