import { Keyv } from 'keyv';
import { sql } from 'kysely';
import type { Log } from '../flow/ports/log.ts';
import type { Drafts } from '../flow/ports/store/drafts.ts';
import type { LedgerHealth } from '../flow/ports/store/ledger-health.ts';
import type { Lookup } from '../flow/ports/store/lookup.ts';
import type { MaintenanceLedger } from '../flow/ports/store/maintenance.ts';
import type { ClaimRules } from '../flow/ports/store/rules/claim-rules.ts';
import type { ReadOptOut } from '../flow/ports/store/rules/opt-outs.ts';
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
import { type CodeOfSend, openCodes } from './rules/code-of-send.ts';
import { setMirrored } from './rules/mirror.ts';
import { fillNumberKeys, type NumberKeyOf, openNumberKeys } from './rules/number-key.ts';
import { createRules, type Rules } from './rules.ts';
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
  /** What failures say of people's wishes; left out, nothing. */
  readonly readOptOut?: ReadOptOut;
  /** Whether the provider's own list is told of people who said no; their numbers are then kept until it was. Left out, it stays as it was. */
  readonly mirrorsOptOuts?: boolean;
}

export interface Store {
  readonly ledger: Ledger;
  readonly lookup: Lookup;
  readonly account: Account;
  readonly lists: Lists;
  readonly rules: Rules;
  readonly replies: Replies;
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
  const engine = await openEngine(options.url, options.log);
  try {
    await migrate(engine);
    const keyOf = await openNumberKeys(engine);
    if (options.mirrorsOptOuts !== undefined) await setMirrored(engine, options.mirrorsOptOuts);
    await fillNumberKeys(engine, keyOf);
    return createStore(engine, { keyOf, codeOf: await openCodes(engine) }, options);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

interface Keys {
  readonly keyOf: NumberKeyOf;
  readonly codeOf: CodeOfSend;
}

function createStore(engine: Engine, { keyOf, codeOf }: Keys, options: StoreOptions): Store {
  const { log } = options;
  const cache = (namespace: string): Keyv => {
    const keyv = new Keyv({ store: createKeyvAdapter(engine, namespace) });
    keyv.on('error', (error: unknown) => log.warn({ err: error, namespace }, 'cache'));
    return keyv;
  };
  const ledger = createLedger({ ...options, engine, keyOf, codeOf });
  return {
    ledger,
    account: createAccount(engine),
    lists: createLists(engine, keyOf),
    replies: createReplies(engine, keyOf, options.leaseMs),
    rules: createRules({ ...options, engine, keyOf, codeOf }),
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
