import { type KeyvStorageAdapter, keyvStorageCapability } from 'keyv';
import { sql } from 'kysely';
import type { Engine } from '../engine/engine.ts';

type Storage = Pick<
  KeyvStorageAdapter,
  'get' | 'getMany' | 'has' | 'hasMany' | 'set' | 'setMany' | 'delete' | 'deleteMany' | 'clear' | 'capabilities'
>;

/** A Keyv store in the ledger's database, for values that may be lost. Expired ones are deleted with each write. */
export function createKeyvAdapter({ db, now }: Engine, namespace: string): Storage {
  const isAlive = sql<boolean>`(expires_at is null or expires_at > ${now})`;

  async function get(key: string): Promise<string | undefined> {
    const row = await db
      .selectFrom('cache_entries')
      .select('value')
      .where('namespace', '=', namespace)
      .where('key', '=', key)
      .where(isAlive)
      .executeTakeFirst();
    return row?.value;
  }

  async function set(key: string, value: unknown, expires?: number): Promise<boolean> {
    if (typeof value !== 'string') throw new TypeError('Keyv gives text, and this value is none');
    await db.deleteFrom('cache_entries').where('expires_at', '<=', now).execute();
    await db
      .insertInto('cache_entries')
      .values({ namespace, key, value, expires_at: expires ?? null })
      .onConflict((conflict) =>
        conflict.columns(['namespace', 'key']).doUpdateSet({ value, expires_at: expires ?? null }),
      )
      .execute();
    return true;
  }

  async function remove(key: string): Promise<boolean> {
    const { numDeletedRows } = await db
      .deleteFrom('cache_entries')
      .where('namespace', '=', namespace)
      .where('key', '=', key)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  const has = async (key: string): Promise<boolean> => (await get(key)) !== undefined;
  const storage: Storage = {
    get,
    getMany: (keys) => Promise.all(keys.map(get)),
    has,
    hasMany: (keys) => Promise.all(keys.map(has)),
    set,
    setMany: (entries) => Promise.all(entries.map(({ key, value, expires }) => set(key, value, expires))),
    delete: remove,
    deleteMany: (keys) => Promise.all(keys.map(remove)),
    async clear() {
      await db.deleteFrom('cache_entries').where('namespace', '=', namespace).execute();
    },
  };
  return { ...storage, capabilities: { ...keyvStorageCapability(storage), expires: true } };
}
