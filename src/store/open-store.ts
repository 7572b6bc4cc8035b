import { Keyv } from 'keyv';
import { sql } from 'kysely';
import type { Log } from '../flow/ports/log.ts';
import type { ClaimRules } from '../flow/ports/store/claim-rules.ts';
import type { Drafts } from '../flow/ports/store/drafts.ts';
import type { LedgerHealth } from '../flow/ports/store/ledger-health.ts';
import type { Lookup } from '../flow/ports/store/lookup.ts';
import type { MaintenanceLedger } from '../flow/ports/store/maintenance.ts';
import { type Account, createAccount } from './account/account.ts';
import { createKeyvAdapter } from './cache/keyv-adapter.ts';
import type { Engine } from './engine/engine.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createLists, type Lists } from './lists/lists.ts';
import { createLookup } from './lookup.ts';
import { createLedgerHealth } from './maintenance/ledger-health.ts';
import { createLedgerMaintenance } from './maintenance/ledger-maintenance.ts';
import { migrate } from './migrate.ts';
import { openEngine } from './open-engine.ts';
import { createReplies, type Replies } from './replies/replies.ts';
import { fillNumberKeys, type NumberKeyOf, openNumberKeys } from './rules/number-key.ts';
import { createRules, type Rules } from './rules/rules.ts';
import { createDrafts, DRAFTS } from './sends/drafts.ts';

export interface StoreOptions {
  /** `file:PATH` for SQLite or `postgres://…`. */
  readonly url: string;
  /** A sender's recipients a second, held across all processes; `Infinity` for no limit. */
  readonly messagesPerSecond: number;
  /** How long a worker holds what it claimed without renewing it. */
  readonly leaseMs: number;
  readonly log: Log;
  /** What is asked before anything leaves; left out, nothing is. */
  readonly claimRules?: ClaimRules;
}

export interface Store {
  readonly ledger: Ledger;
  readonly lookup: Lookup;
  readonly account: Account;
  readonly lists: Lists;
  readonly replies: Replies;
  readonly rules: Rules;
  readonly maintenance: MaintenanceLedger;
  readonly drafts: Drafts;
  readonly ledgerHealth: LedgerHealth;
  /** The database's clock. */
  time(): Promise<Date>;
  /** A cache that may lose its values; a namespace keeps its keys apart from another's. */
  cache(namespace: string): Keyv;
  /** Calls `listener` when another process queued something; with SQLite never. */
  onWork(listener: () => void): void;
  close(): Promise<void>;
}

/** Opens the database and brings its schema up to date; creates a SQLite file that does not exist. Throws when it cannot. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, log } = options;
  const engine = await openEngine(url, log);
  let keyOf: NumberKeyOf;
  try {
    await migrate(engine);
    keyOf = await openNumberKeys(engine);
    await fillNumberKeys(engine, keyOf);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return createStore(engine, keyOf, options);
}

function createStore(engine: Engine, keyOf: NumberKeyOf, options: StoreOptions): Store {
  const { log } = options;
  const cache = (namespace: string): Keyv => {
    const keyv = new Keyv({ store: createKeyvAdapter(engine, namespace) });
    keyv.on('error', (error: unknown) => log.warn({ err: error, namespace }, 'cache'));
    return keyv;
  };
  const ledger = createLedger({ ...options, engine, keyOf });
  return {
    ledger,
    account: createAccount(engine),
    lists: createLists(engine, keyOf),
    replies: createReplies(engine, keyOf, options.leaseMs),
    rules: createRules(engine, keyOf),
    maintenance: createLedgerMaintenance(engine),
    lookup: createLookup(engine, ledger.findSend),
    drafts: createDrafts(cache(DRAFTS)),
    ledgerHealth: createLedgerHealth(engine, log),
    time: () => readTime(engine),
    cache,
    onWork: (listener) => engine.onWork(listener),
    close: () => ledger.close(),
  };
}

async function readTime({ db, now }: Engine): Promise<Date> {
  const { rows } = await sql<{ now: number }>`select ${now} as now`.execute(db);
  return new Date(rows[0]?.now ?? Number.NaN);
}
