import { describe, expect, it } from 'vitest';
import { newSend, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

export function cacheContract(create: CreateDatabase): void {
  describe('a draft', () => {
    it('comes out as it went in, for another process too', async () => {
      const { drafts, openAgain } = await openNew(create);
      const other = await openAgain();
      const draft = { order: newSend('S1').order, responseUrl: 'https://hooks.example/command' };

      await drafts.save('D1', draft);

      expect(await other.drafts.load('D1')).toEqual(draft);
    });

    it('that was not saved is undefined', async () => {
      const { drafts } = await openNew(create);

      expect(await drafts.load('D1')).toBeUndefined();
    });

    it('is kept for a day and then forgotten', async () => {
      const { drafts, cache, database } = await openNew(create);
      await drafts.save('D1', { order: newSend('S1').order, responseUrl: undefined });
      const [row] = await database.run('select expires_at from cache_entries');

      await database.run('update cache_entries set expires_at = 1 returning key');
      const expired = await drafts.load('D1');
      await cache('other').set('key', 'value');

      expect((Number(row?.['expires_at']) - Date.now()) / 3_600_000).toBeCloseTo(24, 1);
      expect(expired).toBeUndefined();
      expect(await database.run('select namespace from cache_entries')).toEqual([{ namespace: 'other' }]);
    });
  });

  describe('a cache', () => {
    it('keeps its keys apart from another’s', async () => {
      const { cache } = await openNew(create);
      const [groups, recent] = [cache('groups'), cache('recent')];
      await groups.set('key', { members: ['U1'] });
      await recent.set('key', 2);

      await recent.clear();

      expect(await groups.get('key')).toEqual({ members: ['U1'] });
      expect(await recent.get('key')).toBeUndefined();
    });

    it('overwrites, finds, deletes, and takes many at once', async () => {
      const { cache } = await openNew(create);
      const keyv = cache('things');
      await keyv.setMany([
        { key: 'a', value: 1 },
        { key: 'b', value: 2 },
      ]);
      await keyv.set('a', 3);

      const found = await keyv.getMany(['a', 'b', 'c']);
      const gone = await keyv.delete('b');

      expect(found).toEqual([3, 2, undefined]);
      expect([gone, await keyv.has('a'), await keyv.has('b')]).toEqual([true, true, false]);
      expect([await keyv.delete('b'), await keyv.hasMany(['a', 'b'])]).toEqual([false, [true, false]]);
    });
  });
}
