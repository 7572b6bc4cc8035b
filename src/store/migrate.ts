import { Migrator } from 'kysely/migration';
import type { Engine } from './engine/engine.ts';
import { MIGRATIONS } from './schema/migrations.ts';

/** Brings the schema up to date, in one transaction. Processes that start at the same time wait for each other. */
export async function migrate(engine: Engine): Promise<void> {
  await engine.whileMigrating(async (transaction) => {
    const migrator = new Migrator({ db: transaction, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw new Error('The ledger could not be brought up to date', { cause: error });
  });
}
