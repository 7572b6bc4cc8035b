import type { SendLedger } from './flow/ports/accept-send.ts';
import type { AccountState, ResumableAccount } from './flow/ports/account.ts';
import type { BacklogLedger } from './flow/ports/backlog.ts';
import type { Drafts } from './flow/ports/drafts.ts';
import type { Lookup } from './flow/ports/lookup.ts';
import type { FindRepeats } from './flow/ports/repeats.ts';
import type { ReportLedger } from './flow/ports/save-reports.ts';
import type { TextCache } from './flow/ports/text-cache.ts';
import { withTimeout } from './flow/timing/with-timeout.ts';
import type { Store } from './store/open-store.ts';

/** What people, callbacks and probes ask of the store: as much of it as may be asked before it is open. */
export interface EarlyStore {
  readonly ledger: SendLedger & BacklogLedger & ReportLedger & { readonly findRepeats: FindRepeats };
  readonly account: AccountState & ResumableAccount;
  readonly lookup: Lookup;
  readonly drafts: Drafts;
  cache(namespace: string): TextCache;
  /** The database's clock; rejects at once while the store is not open. */
  time(): Promise<Date>;
}

interface Needs {
  /** The store, or undefined while it is not open. */
  readonly ifOpen: () => Store | undefined;
  /** Opens it, and gives the same one every time; rejects when it cannot be had. */
  readonly open: () => Promise<Store>;
}

/** Shorter than the 2.3 s that a submission waits for the ledger: what rejects here was certainly not written. */
const LONGEST_WAIT_MS = 1_800;

/** Every question waits until the store is open. It rejects, and asks nothing later, when that takes too long. */
export function createEarlyStore({ ifOpen, open }: Needs): EarlyStore {
  async function opened(): Promise<Store> {
    const store = ifOpen();
    if (store !== undefined) return store;
    const waited = await withTimeout(LONGEST_WAIT_MS, open());
    if (waited.kind === 'timed_out') throw notOpenYet();
    return waited.value;
  }

  return {
    ledger: {
      accept: async (send) => (await opened()).ledger.accept(send),
      backlog: async () => (await opened()).ledger.backlog(),
      findRepeats: async (order, withinMs) => (await opened()).ledger.findRepeats(order, withinMs),
      ping: async () => (await opened()).ledger.ping(),
      saveReports: async (updates) => (await opened()).ledger.saveReports(updates),
    },
    account: {
      current: async () => (await opened()).account.current(),
      resume: async (pauseId, by) => (await opened()).account.resume(pauseId, by),
    },
    lookup: {
      findSend: async (sendId, asker) => (await opened()).lookup.findSend(sendId, asker),
      findSendOfMessage: async (messageId, asker) => (await opened()).lookup.findSendOfMessage(messageId, asker),
      recentSends: async (asker, limit) => (await opened()).lookup.recentSends(asker, limit),
      historyOf: async (deliveryIds) => (await opened()).lookup.historyOf(deliveryIds),
      addManualReport: async (word) => (await opened()).lookup.addManualReport(word),
    },
    drafts: {
      save: async (draftId, draft) => (await opened()).drafts.save(draftId, draft),
      load: async (draftId) => (await opened()).drafts.load(draftId),
    },
    cache: (namespace) => cacheOf(namespace, opened),
    async time() {
      const store = ifOpen();
      if (store === undefined) throw notOpenYet();
      return store.time();
    },
  };
}

function notOpenYet(): Error {
  return new Error('The ledger is not open yet');
}

function cacheOf(namespace: string, opened: () => Promise<Store>): TextCache {
  let cache: TextCache | undefined;
  async function openedCache(): Promise<TextCache> {
    const store = await opened();
    cache ??= store.cache(namespace);
    return cache;
  }
  return {
    get: async (key) => (await openedCache()).get(key),
    set: async (key, value, lifeMs) => (await openedCache()).set(key, value, lifeMs),
  };
}
