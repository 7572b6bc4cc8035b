import { errorMessage } from '../core/error-message.ts';
import type { SendLedger } from '../flow/ports/store/accept-send.ts';
import type { Drafts } from '../flow/ports/store/drafts.ts';
import type { Lookup } from '../flow/ports/store/lookup.ts';
import type { TextCache } from '../flow/ports/store/text-cache.ts';
import { withTimeout } from '../flow/timing/with-timeout.ts';
import type { Store, StoreOptions } from './open-store.ts';

type Ask<Given extends readonly unknown[], Answer> = (...given: Given) => Promise<Answer>;

/** A store that is opened by whoever needs it first, so that the port answers before it is open. */
export interface LazyStore {
  /** Opens the store, once. Rejects with a sentence when it cannot be opened, every later time too. */
  open(): Promise<Store>;
  /**
   * A function of the store that may be called at any time: each call waits until the store is open. A call that waits
   * longer than MAX_WAIT_MS rejects, and the store never gets it.
   */
  whenOpen<Given extends readonly unknown[], Answer>(pick: (store: Store) => Ask<Given, Answer>): Ask<Given, Answer>;
  /** The same, but a call rejects at once while the store is not open. */
  ifOpen<Given extends readonly unknown[], Answer>(pick: (store: Store) => Ask<Given, Answer>): Ask<Given, Answer>;
  /** Parts of the store, whose functions wait like those of `whenOpen`. */
  readonly lookup: Lookup;
  readonly drafts: Drafts;
  readonly sendLedger: SendLedger;
  /** A cache of the store that may be used at any time. */
  cache(namespace: string): TextCache;
  /** Closes the store. One that is still opening is waited for, but MAX_OPENING_MS at most. */
  close(): Promise<void>;
}

/** Shorter than the 2.3 s that a submission waits for the ledger: what rejects here was certainly not written. */
const MAX_WAIT_MS = 1_800;
/** Opening may wait for another process that migrates the database; a process that ends leaves it as it was. */
const MAX_OPENING_MS = 5_000;

/** @param openStore opens the store; called once, and not before the store is needed. */
export function createLazyStore(openStore: () => Promise<Store>): LazyStore {
  let opened: Store | undefined;
  let opening: Promise<Store> | undefined;

  async function openNow(): Promise<Store> {
    try {
      opened = await openStore();
      return opened;
    } catch (error) {
      throw new Error(`The ledger cannot be opened (${errorMessage(error)}). Check DATABASE_URL.`, { cause: error });
    }
  }

  function open(): Promise<Store> {
    opening ??= openNow();
    return opening;
  }

  async function waitForStore(): Promise<Store> {
    const waited = await withTimeout(MAX_WAIT_MS, open());
    if (waited.kind === 'timed_out') throw notOpenYet();
    return waited.value;
  }

  const whenOpen: LazyStore['whenOpen'] =
    (pick) =>
    async (...given) =>
      pick(opened ?? (await waitForStore()))(...given);

  return {
    open,
    whenOpen,
    ifOpen:
      (pick) =>
      async (...given) => {
        if (opened === undefined) throw notOpenYet();
        return pick(opened)(...given);
      },
    lookup: {
      findSend: whenOpen(({ lookup }) => lookup.findSend),
      findSendOfMessage: whenOpen(({ lookup }) => lookup.findSendOfMessage),
      searchSends: whenOpen(({ lookup }) => lookup.searchSends),
      historyOf: whenOpen(({ lookup }) => lookup.historyOf),
      addManualReport: whenOpen(({ lookup }) => lookup.addManualReport),
    },
    drafts: { save: whenOpen(({ drafts }) => drafts.save), load: whenOpen(({ drafts }) => drafts.load) },
    sendLedger: {
      accept: whenOpen(({ ledger }) => ledger.accept),
      findAccepted: whenOpen(({ ledger }) => ledger.findAccepted),
    },
    cache(namespace) {
      let cache: TextCache | undefined;
      const cacheOf = (store: Store): TextCache => {
        cache ??= store.cache(namespace);
        return cache;
      };
      return {
        get: whenOpen((store) => (key: string) => cacheOf(store).get(key)),
        set: whenOpen(
          (store) => (key: string, value: string, lifeMs?: number) => cacheOf(store).set(key, value, lifeMs),
        ),
      };
    },
    async close() {
      const store = await withTimeout(
        MAX_OPENING_MS,
        Promise.resolve(opening).catch(() => undefined),
      );
      if (store.kind === 'done') await store.value?.close();
    },
  };
}

/** Opens the store like `openStore`, but loads the libraries of the database first: a start answers its port before that. */
export async function loadAndOpenStore(options: StoreOptions): Promise<Store> {
  const { openStore } = await import('./open-store.ts');
  return openStore(options);
}

function notOpenYet(): Error {
  return new Error('The ledger is not open yet');
}
