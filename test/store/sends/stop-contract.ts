import { describe, expect, it } from 'vitest';
import { endsOf } from '../batches/ends.ts';
import { accepted, claim, newSend, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

/** Stopping a send whose recipients all get the same; `control-contract` stops lists. */
export function stopContract(create: CreateDatabase): void {
  describe('stopping a send from its card', () => {
    it('stops what waits, leaves alone what is on its way, and remembers who did it', async () => {
      const { ledger, lists, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 2, 1] }));
      const batch = await claim(ledger);
      const version = (await ledger.findSend('S1'))?.version ?? 0;

      const stopped = await lists.control.stop('S1', 'U2');
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(stopped).toEqual({ kind: 'stopped', isNew: true, left: 0, notLeft: 3, onTheirWay: 1 });
      expect(await statuses('S1')).toEqual(['accepted', 'cancelled', 'cancelled', 'cancelled']);
      const send = await ledger.findSend('S1');
      expect(send?.change).toMatchObject({ state: 'stopped', by: 'U2', onTheirWay: 1 });
      expect(send?.version).toBe(version + 2);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await ledger.untilNextBatch()).toBeUndefined();
    });

    it('changes nothing the second time, and keeps the first name', async () => {
      const { ledger, lists } = await openNew(create);
      await ledger.accept(newSend('S1'));

      const results = [await lists.control.stop('S1', 'U2'), await lists.control.stop('S1', 'U3')];

      expect(results).toMatchObject([{ isNew: true }, { isNew: false }]);
      expect((await ledger.findSend('S1'))?.change?.by).toBe('U2');
    });

    it('stops what came back into the queue, because nothing of it had left', async () => {
      const { ledger, lists, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.requeueBatch(await claim(ledger), 60_000);

      await lists.control.stop('S1', 'U2');

      expect(await statuses('S1')).toEqual(['cancelled']);
    });

    it('counts as never left what comes back of the requests that were under way, and says why', async () => {
      const opened = await openNew(create);
      const { ledger, lists } = opened;
      await ledger.accept(newSend('S1', { sizes: [2, 3, 1] }));
      const [back] = [await claim(ledger), await claim(ledger)];
      await lists.control.stop('S1', 'U2');

      await ledger.requeueBatch(back, 0);

      expect((await ledger.findSend('S1'))?.change?.onTheirWay).toBe(3);
      expect(await endsOf(opened)).toEqual([
        ...['cancelled stopped', 'cancelled stopped'],
        ...['sending', 'sending', 'sending'],
        'cancelled stopped',
      ]);
    });

    it('says of what is not marked yet neither that it waits nor what it waits for', async () => {
      const { account, ledger, lists } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: Array.from({ length: 251 }, () => 1) }));
      await account.pause({ kind: 'refused', code: 'RBC001', mayProbe: true }, { sendId: 'S1', channel: undefined });

      await lists.control.stop('S1', 'U2');
      const send = await ledger.findSend('S1');

      expect(send?.deliveries.some(({ status }) => status === 'queued')).toBe(true);
      expect([send?.pausedBy, send?.waiting]).toEqual([undefined, undefined]);
    });

    it('touches no other send', async () => {
      const { ledger, lists, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.accept(newSend('S2', { order: { channelId: 'C2' } }));

      await lists.control.stop('S1', 'U2');

      expect(await statuses('S2')).toEqual(['queued']);
      expect((await claim(ledger)).sendId).toBe('S2');
    });

    it('at the same time as workers of two processes claim: each message leaves or is cancelled, never both', async () => {
      const { ledger, openAgain, statuses } = await openNew(create);
      const other = await openAgain();
      await ledger.accept(newSend('S1', { sizes: Array.from({ length: 20 }, () => 1) }));
      const claimAll = async (from: typeof ledger, worker: string) => {
        const ids: string[] = [];
        for (let batch = await from.claimBatch(worker); batch !== undefined; batch = await from.claimBatch(worker)) {
          ids.push(...batch.deliveryIds);
        }
        return ids;
      };

      const [left, leftToo, stopped] = await Promise.all([
        claimAll(ledger, 'one'),
        claimAll(other.ledger, 'two'),
        other.lists.control.stop('S1', 'U2'),
      ]);

      const now = await statuses('S1');
      expect(now.filter((status) => status === 'sending')).toHaveLength(left.length + leftToo.length);
      const cancelled = now.filter((status) => status === 'cancelled').length;
      expect(stopped.kind === 'stopped' ? stopped.notLeft : 0).toBe(cancelled);
      expect(left.length + leftToo.length + cancelled).toBe(20);
    });
  });
}
